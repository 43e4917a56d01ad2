// Opens the page in a browser, uses its filter by mouse and keyboard, in light and dark, and on paper.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const [file, report] = process.argv.slice(2);
const { drafts, errors } = JSON.parse(fs.readFileSync(report, "utf8"));
const having = (rule) => drafts.filter((draft) => draft.findings.some((finding) => finding.rule === rule)).length;
const verdict = (name) => drafts.filter((draft) => draft.verdict === name).length;
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

async function use(page, scheme) {
  const faults = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => request.url().startsWith("file:") || faults.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const shown = () => page.locator(".draft:visible").count();
  const choose = (group, value) => page.locator(`input[name="${group}"][value="${value}"]`).check();

  assert.equal(await shown(), drafts.length);
  assert.equal(await page.locator(".unread li").count(), errors.length);
  // By keyboard: the first Tab leads to the verdicts, an arrow chooses the next one.
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  assert.equal(await shown(), verdict("add_as_contact"), "chosen by keyboard");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await shown(), drafts.length);

  for (const name of ["add_as_contact", "message_first"]) {
    await choose("verdict", name);
    assert.equal(await shown(), verdict(name), name);
  }
  await choose("verdict", "");
  const rules = new Set(drafts.flatMap((draft) => draft.findings.map((finding) => finding.rule)));
  for (const rule of rules) {
    await choose("rule", rule);
    assert.equal(await shown(), having(rule), rule);
    assert.match(await page.locator("output").textContent(), new RegExp(`^${having(rule)} of ${drafts.length} `));
  }
  await choose("rule", "-");
  assert.equal(await shown(), drafts.filter((draft) => draft.findings.length === 0).length);
  await page.locator("button[type=reset]").click();
  await page.waitForFunction((count) => document.querySelectorAll(".draft:not([hidden])").length === count, drafts.length);
  await page.locator("input[type=search]").fill("ulm pumpen");
  assert.equal(await shown(), 1, "the words stand in one draft");
  await page.locator("input[type=search]").fill("no such words");
  assert.ok(await page.locator("#none").isVisible(), "an empty choice says so");
  await page.locator("button[type=reset]").click();

  const marks = await page.locator("mark").count();
  assert.ok(marks > 0, "there are marks");
  const link = page.locator(".findings .title a").first();
  await link.click();
  assert.equal(await page.locator(".target:target").count(), 1, "a finding leads to its place");

  const [paper, ink] = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return [style.backgroundColor, style.color].map((color) => color.match(/\d+/g).map(Number).reduce((sum, part) => sum + part));
  });
  assert.equal(paper > ink, scheme === "light", `${scheme}: paper ${paper}, ink ${ink}`);
  assert.match(await page.title(), /^kontakt-check/, "no draft runs as script");
  assert.equal(await page.locator("img, iframe, link, .text script").count(), 0);
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.locator("#filter").isVisible()), "the filter is not printed");
  assert.deepEqual(faults, []);
}

(async () => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "kontakt-check-page-"));
  try {
    for (const scheme of ["light", "dark"]) {
      const options = { executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: flags, colorScheme: scheme };
      const browser = await chromium.launchPersistentContext(path.join(profile, scheme), options);
      await use(await browser.newPage(), scheme);
      await browser.close();
    }
  } finally {
    fs.rmSync(profile, { recursive: true, force: true });
  }
  console.log("ok");
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
