// What of KERN's style sheet is used; read by styles.py.
const { readFileSync } = require("node:fs");

const KERN = "node_modules/@kern-ux/native/dist/kern.min.css";
const OWN = ["umlauf.css", "paper.css", "print.css"].map((name) => `site/umlauf/static/umlauf/${name}`);
const VARIABLE = /--kern-[\w-]+/g;
const kern = readFileSync(KERN, "utf8");

// Our style sheets use variables of KERN, whose values use others.
const variables = new Set(OWN.flatMap((name) => readFileSync(name, "utf8").match(VARIABLE)));
for (const name of variables) {
  for (const [, value] of kern.matchAll(new RegExp(`${name}:([^;}]*)`, "g"))) {
    for (const used of value.match(VARIABLE) ?? []) variables.add(used);
  }
}

module.exports = {
  css: [KERN],
  content: ["{papers,search,workflows,site/umlauf}/**/*.{html,py,js}"],
  variables: true,
  safelist: {
    standard: [
      /^(?!kern-)/, // elements, attributes and states: what an editor writes has some that no template names
      /^kern-(badge|icon)--(info|success|warning|danger)$/, // named after the state of a paper
    ],
    variables: [...variables],
  },
};
