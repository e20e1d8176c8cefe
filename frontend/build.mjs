// Writes portal/web/static/{css,fonts,licences}: the design system with our theme, our own CSS, Inter.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "portal", "web", "static");

// Only the parts of the design system that the templates use: a fifth of the whole.
const COMPONENTS = [
  "alert", "breadcrumbs", "button", "details", "error-summary", "field", "fieldset",
  "input", "label", "link", "skip-link", "table", "validation-message",
];
const OWN = [
  "base", "layout", "text", "forms", "status", "lists", "tiles", "tables", "matrix", "charts",
  "redline", "consent", "plan", "print",
];
const FONTS = ["latin", "latin-ext"];

const read = (...path) => readFileSync(join(...path), "utf8");
const version = (content) => createHash("sha256").update(content).digest("hex").slice(0, 12);
const withoutComments = (css) => css.replace(/\/\*[\s\S]*?\*\//g, "");
const tidy = (css) => withoutComments(css).replace(/[ \t]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();

function theme() {
  const work = mkdtempSync(join(tmpdir(), "samsyn-theme-"));
  const command = join(modules, "@digdir", "designsystemet", "dist", "bin", "designsystemet.js");
  const config = join(work, "theme.json");
  const settings = JSON.parse(read(here, "theme.json"));
  writeFileSync(config, JSON.stringify({ outDir: join(work, "tokens"), ...settings }));
  try {
    execFileSync(process.execPath, [command, "tokens", "create", "--config", config]);
    execFileSync(process.execPath, [
      command, "tokens", "build", "--config", config, "-t", join(work, "tokens"), "-o", join(work, "css"),
    ]);
    // paper is white, whatever the screen prefers
    return read(work, "css", "samsyn.css").replaceAll("@media (prefers", "@media screen and (prefers");
  } finally {
    rmSync(work, { recursive: true });
  }
}

function designSystem() {
  const source = join(modules, "@digdir", "designsystemet-css", "dist", "src");
  const layer = (name, file) => `@layer ${name}{${read(source, `${file}.css`)}}`;
  return [
    "/*! Designsystemet, MIT: licences/designsystemet.txt */",
    "@layer ds.theme, ds.base, ds.components;",
    tidy(theme()),
    layer("ds.base", "base"),
    ...COMPONENTS.map((name) => layer("ds.components", name)),
  ].join("\n");
}

function fonts() {
  const source = join(modules, "@fontsource-variable", "inter");
  const ranges = JSON.parse(read(source, "unicode.json"));
  return FONTS.map((subset) => {
    const name = `inter-${subset}-wght-normal.woff2`;
    copyFileSync(join(source, "files", name), join(out, "fonts", name));
    const address = `../fonts/${name}?v=${version(readFileSync(join(out, "fonts", name)))}`;
    return `@font-face{font-family:Inter;font-style:normal;font-weight:100 900;font-display:swap;`
      + `src:url("${address}") format("woff2");unicode-range:${ranges[subset]}}`;
  }).join("\n");
}

for (const folder of ["css", "fonts", "licences"]) mkdirSync(join(out, folder), { recursive: true });
const unlisted = readdirSync(join(here, "css")).filter((file) => !OWN.includes(file.replace(".css", "")));
if (unlisted.length) throw new Error(`css/${unlisted[0]} is not listed in build.mjs`);
writeFileSync(join(out, "css", "designsystem.css"), `${designSystem()}\n`);
writeFileSync(
  join(out, "css", "samsyn.css"),
  `${[fonts(), ...OWN.map((name) => tidy(read(here, "css", `${name}.css`)))].join("\n")}\n`,
);
copyFileSync(join(modules, "@digdir", "designsystemet-css", "LICENSE"), join(out, "licences", "designsystemet.txt"));
copyFileSync(join(modules, "@fontsource-variable", "inter", "LICENSE"), join(out, "licences", "inter.txt"));
