// What the search scripts hand each other, and the index's format as generator/search/index.py writes it.

type Key = string | number;
/** First keys, names of the files or nodes below, levels of nodes above the files. */
type Tree = { k: Key[]; f: string[]; d: number };

interface Root {
  pages: number;
  /** A page for every part of it after its first, as gaps. */
  several: number[];
  /** The values of every facet, in the order they are offered. */
  vocabulary: Record<string, string[]>;
  /** Characters that pages show, and what they are searched as. */
  shown: [string, string];
  /** The file with all such characters. */
  typed: string;
  /** The file with words that may stand for each other. */
  thesaurus: string;
  /** The file with names to choose from. */
  offered: string;
  /** Pattern of figures with what multiplies them, and those factors. */
  figures: [string, Record<string, number>];
  forward: Tree;
  backward: Tree;
  names: Tree;
  urls: Tree;
  titles: Tree;
  facets: Tree;
  terms: Tree;
  excerpts: Tree;
}

/** Parts of pages, each with its best rank: 0 title, 1 name, 2 figure, 3 text. */
type Parts = Map<number, number>;
/** By facet, any of the values given; a number counts as its text, and nothing as no filter. `widen`, a boolean, seeks other words too. */
type Filter = string | number | boolean | null | undefined;
type Filters = Record<string, Filter | Filter[]>;

interface Found {
  page: number;
  /** 0 where the query is the page's name, 1 where it is another name on it, else 2; 3 where it has other words than those typed. */
  exact: number;
  /** Of its best places, summed over words. */
  rank: number;
}
interface Result {
  /** As searched. */
  words: string[];
  /** The best first. */
  found: Found[];
  /** By word: where it stands. */
  parts: Parts[];
  /** Words that were sought beside those typed. */
  also?: string[];
}
interface Hit {
  url: string;
  title: string;
}
/** What stands under one heading and anchor: texts and their ranks. */
type Section = { h: string; a: string; t: string[]; r: number[] };
interface Excerpt {
  heading: string;
  anchor: string;
  text: string;
  marks: [number, number][];
  /** How many of the words it has. */
  words: number;
  rank: number;
}
interface Shown extends Hit {
  /** Kind, place and year in a line. */
  about: string;
  best: Excerpt[];
  /** Places beyond those. */
  more: number;
}
type Engine = import("../../templates/theme/assets/search/engine.js").Engine;
type Opened = (again?: boolean) => Promise<Engine>;

interface Window {
  siteSearch: (query: string, filters?: Filters | null) => Promise<{ total: number; hits: Hit[] }>;
}
