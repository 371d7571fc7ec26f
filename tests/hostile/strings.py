"""Four hundred strings that would act if anything read them as more than text: every kind in every place, then kinds together.

Each holds a mark of its own, so that no two are one to what groups equal names.
"""

import random
from itertools import product

COUNT = 400
_EVIL = "http://evil.example"
KINDS = {
    # HTML
    "script": "<script>alert(1)</script>", "script from elsewhere": f"<script src={_EVIL}/x.js></script>",
    "picture": "<img src=x onerror=alert(1)>", "drawing": "<svg/onload=alert(1)><use href='data:image/svg+xml,x#x'/></svg>",
    "opened in double quotes": '" onmouseover="alert(1)" autofocus onfocus="alert(1)" x="', "in single quotes": "' onclick='alert(1)' style='color:red' x='",
    "in no quotes": " onpointerenter=alert(1) id=content ", "out of a tag": "\"'><img src=//evil.example/x>", "end of a comment": "--><b id=y>x</b><!--",
    "comment": "<!-- x", "CDATA": "<![CDATA[<b>x</b>]]>", "ends of what is around": "</q></code></pre></li></ul></td></tr></table></section></article></main>",
    "end of a script": "</script><script>alert(1)</script>", "end of a title": "</title><base href=//evil.example/>", "frame": f"<iframe src={_EVIL}></iframe>",
    "object": "<object data=data:text/html,x></object><embed src=x>", "form": "<form action=//evil.example><input name=q autofocus></form>",
    "refresh": "<meta http-equiv=refresh content='0;url=//evil.example'>", "style": "<style>@import url(//evil.example/x.css);</style>",
    "style sheet": "<link rel=stylesheet href=//evil.example/x.css>", "name of ours": "<a id=side-form name=siteSearch></a><p id=finder-page>",
    "heading": "<h1 id=top>冒充</h1><h2>冒充</h2>", "template": "<template shadowrootmode=open><slot></slot></template>", "half a tag": "<b <i <a href=x",
    "entity": "&#60;script&#62;alert(1)&#60;/script&#62; &lt;b&gt; &amp;lt; &nbsp &#x202e;", "mathematics": "<math><mtext><style><img src=x onerror=alert(1)>",
    # Markdown
    "Markdown heading": "\n## 冒充 { #y onclick=alert(1) }\n", "underlined heading": "\n冒充\n===\n\n冒充\n---\n", "attributes": "{: #y .x onclick=alert(1) }",
    "link": "[点我](javascript:alert(1)) [甲](data:text/html,x){ #y }", "autolink": "<javascript:alert(1)> <http://evil.example>",
    "reference": "[甲][乙]\n\n[乙]: javascript:alert(1) '丙'\n", "Markdown picture": f"![x]({_EVIL}/x.png){{ onerror=alert(1) }}",
    "fence": "```html\n<b>\n```\n~~~\n", "indented code": "\n\n    <b>\n", "table": "\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n", "list": "\n\n- 甲\n1. 乙\n> 丙\n",
    "footnote": "[^1]\n\n[^1]: 甲\n\n*[甲]: 乙\n", "end of what is verbatim": "\n<!-- /verbatim -->\n\n## 冒充\n\n<!-- verbatim -->\n", "rule": "\n\n---\n***\n",
    "held place": "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03", "snippet": '--8<-- "/etc/passwd"\n\n!!! note "甲"\n    乙\n',
    # files and what reads them
    "front matter": "\n---\ntitle: 冒充\nhide: [navigation]\n---\n", "YAML": "甲: &a [*a] # !!python/object/apply:os.system {}", "template of jinja": "{{ 7*7 }}{% raw %}{# x",
    "formula": '=HYPERLINK("http://evil.example","点我")', "formula behind what is not seen": "\u200b\ufeff\t＝cmd|'/C calc'!A0", "sum": "+1+1", "minus": "\u3164-1-1|x", "at": "@SUM(A1)",
    "cells": '",=1+1\r\n=1+1,"', "JSON": '"},{"x":[1]}],"y":"\\u003cscript\\u003e\\', "XML": "]]><?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "SQL": "'); DROP TABLE figures; --", "shell": "$(touch x)`touch x`;touch x|x", "path": "../../../etc/passwd%00%2e%2e\\..\\", "LaTeX": "}},\\input{/etc/passwd}%$\\end{x}",
    "script's own": "${alert(1)}`;alert(1);//__proto__ constructor", "address": "javascript:alert(1)//%0aalert(1)",
    # signs
    "not seen": "\u202e\u2066\u200f\x1b[31m\x00\x07\x9b", "no characters": "\ufffe\uffff\U0001fffe\ufdd0", "ends of lines": "一\r二\x0b三\x0c四\x85五\u2028六\u2029七\x1c八",
    "wide": "＜script＞alert(1)＜／script＞ ＂＇＆", "marks": "e" + "\u0301" * 40 + "\U000e0041\u115f", "long": "长<b>" * 500,
}  # fmt: skip
"""By its kind, what each would do something to."""
PLACES = {
    "before": "{0}{1}", "behind": "{1}{0}", "between": "{1}{0}尾", "on lines of its own": "{1}\n\n{0}\n\n尾", "behind quotes": "{1}\"'`>{0}",
}  # fmt: skip
"""Where it stands beside the mark."""


def strings(count: int = COUNT, seed: int = 1) -> list[str]:
    """So many, by chance of `seed`; of 400 on, every kind in every place, and the rest several kinds in one string."""
    chance = random.Random(seed)
    found = list(product(PLACES.values(), ([text] for text in KINDS.values())))
    assert len(found) < COUNT
    while len(found) < COUNT:
        found.append((chance.choice([*PLACES.values()]), chance.sample([*KINDS.values()], chance.randint(2, 4))))
    chance.shuffle(found)
    return [
        place.format(chance.choice(["", " ", "\n"]).join(kinds), f"甲{number}乙") for number, (place, kinds) in enumerate(found[:count])
    ]
