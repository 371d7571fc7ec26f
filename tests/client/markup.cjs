// What html-validate demands of pages: all that it recommends but what the theme does in its own templates or the site does for a reason.
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "doctype-style": "off", // the theme writes it small
    "no-trailing-whitespace": "off",
    "valid-autocomplete": "off", // the theme keeps browsers from restoring the boxes that hold its drawer and its search
    "valid-id": ["error", { relaxed: true }], // the theme's begin with two underscores
    "unique-landmark": "off", // the theme shows the contents of a page beside it and in the drawer
    "wcag/h32": "off", // what filters a list does so while one types; there is nothing to send
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // English pages are no articles to the search, and a report's structure, which it looks at, is no nav.
    "prefer-native-element": ["error", { exclude: ["article", "navigation"] }],
  },
};
