"""What machines look for at a site's root: robots.txt, llms.txt, an OpenSearch description, and the data set in the words of schema.org.

All of them need absolute addresses: they are made where somebody said where the site is published.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.etree import ElementTree as xml

from generator import __version__
from generator.publish.corpus.corpus import ReportedRegion
from generator.publish.data.tables import Table
from generator.rules import Rules
from generator.settings import Settings

DATASET = "data/dataset.json"
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_CONTEXT = {
    "@language": "zh-CN",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "recordSet": "cr:recordSet",
    "field": "cr:field",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "source": "cr:source",
    "fileObject": "cr:fileObject",
    "extract": "cr:extract",
    "column": "cr:column",
}


def build(rules: Rules, settings: Settings) -> Iterator[tuple[str, str]]:
    """The files at the root by their path below `docs`."""
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {settings.address('sitemap.xml')}\n"
    yield "llms.txt", _llms(rules, settings)
    yield "opensearch.xml", _opensearch(settings)


def _llms(rules: Rules, settings: Settings) -> str:
    about = rules.tables.package
    pages = {
        "方法与局限": "about/",
        "数据表": "data/",
        "数据包描述": "data/datapackage.json",
        "编码手册": "data/codebook.json",
        "全部数字": "data/figures.json",
        "读取质量": "data/quality/",
        "更新记录": "changes/",
    }
    links = "\n".join(f"- [{name}]({settings.address(page)})" for name, page in pages.items())
    return f"# {settings.name}\n\n> {about.help}\n\n## 入口\n\n{links}\n"


def _opensearch(settings: Settings) -> str:
    root = xml.Element("OpenSearchDescription", {"xmlns": _OPENSEARCH})
    xml.SubElement(root, "ShortName").text = settings.name[:16]
    xml.SubElement(root, "Description").text = settings.name
    xml.SubElement(root, "InputEncoding").text = "UTF-8"
    xml.SubElement(root, "Url", {"type": "text/html", "template": settings.address("search/?q={searchTerms}")})
    xml.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def summary(rules: Rules, forms: Iterable[Table], settings: Settings) -> dict[str, Any]:
    """The data as schema.org's Dataset, for a page: every table as a download. `dataset` has the columns too."""
    path = "data/"
    downloads = [_download(settings, f"{path}{table.name}", table.title) for table in forms]
    return {
        **_dataset(rules, settings, path, rules.tables.package.title, rules.tables.package.help),
        "sameAs": settings.address(DATASET),
        "distribution": [one for pair in downloads for one in pair],
    }


def of_region(rules: Rules, region: ReportedRegion, settings: Settings) -> dict[str, Any]:
    """The figures of one region as schema.org's Dataset, a part of the whole."""
    place, table = region.place, rules.tables.tables["figures"]
    name = "".join(step.name for step in place.chain) + place.name
    inside = {"containedInPlace": {"@type": "AdministrativeArea", "name": place.chain[-1].name}} if place.chain else {}
    return {
        **_dataset(rules, settings, region.page, f"{name}：{table.title}", f"{name}的民族工作报告所称的数字，{table.help}。"),
        "spatialCoverage": {"@type": "AdministrativeArea", "name": place.name, "identifier": region.adcode, **inside},
        "isPartOf": {"@type": "Dataset", "@id": settings.address("data/"), "name": rules.tables.package.title},
        "distribution": _download(settings, f"data/regions/{region.adcode}", table.title),
    }


def _dataset(rules: Rules, settings: Settings, page: str, name: str, description: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": settings.address(page),
        "url": settings.address(page),
        "name": name,
        "description": description,
        "version": __version__,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "license": [one.path for one in rules.tables.package.rights.values() if one.path],
        "creator": {"@type": "Organization", "name": settings.name},
    }


def _download(settings: Settings, stem: str, name: str) -> list[dict[str, Any]]:
    forms = (("csv", "text/csv"), ("json", "application/json"))
    return [
        {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": settings.address(f"{stem}.{suffix}")}
        for suffix, kind in forms
    ]


def dataset(rules: Rules, forms: Iterable[Table], hashed: Callable[[str], tuple[int, str]], settings: Settings) -> dict[str, Any]:
    """The data as schema.org's Dataset and in Croissant 1.0: each CSV a file, each table a set of records. `hashed` gives bytes and SHA-256
    of a file by its path below `docs`."""
    about, files, sets = rules.tables.package, list[dict[str, Any]](), list[dict[str, Any]]()
    for table in forms:
        file = f"{table.name}.csv"
        path = f"data/{file}"
        files.append({
            "@type": "cr:FileObject", "@id": file, "name": file, "description": table.help,
            "contentUrl": settings.address(path), "encodingFormat": "text/csv", "sha256": hashed(path)[1],
        })  # fmt: skip
        fields = [
            {
                "@type": "cr:Field", "@id": f"{table.name}/{column.key}", "name": column.key, "description": column.help,
                "dataType": _TYPES[column.type], "source": {"fileObject": {"@id": file}, "extract": {"column": column.label}},
            }
            for column in table.columns
        ]  # fmt: skip
        sets.append({"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": table.help, "field": fields})
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "ethnic-unity-reports",
        "alternateName": about.title,
        "description": about.help,
        "url": settings.address("data/"),
        "version": __version__,
        "inLanguage": "zh-CN",
        "license": [one.path for one in about.rights.values() if one.path],
        "creator": {"@type": "Organization", "name": settings.name},
        "distribution": files,
        "recordSet": sets,
    }
