"use strict";
const form = document.getElementById("filter");
const none = document.getElementById("none");
const shownCount = form.querySelector("output");
const drafts = Array.from(document.querySelectorAll(".draft"), (element) => ({
  element,
  verdict: element.dataset.verdict,
  rules: element.dataset.rules.split(" ").filter(Boolean),
  words: (element.dataset.name + "\n" + element.querySelector(".text").textContent).toLowerCase(),
}));

function fits(draft, verdict, rule, words) {
  const ruleFits = rule === "" || (rule === "-" ? draft.rules.length === 0 : draft.rules.includes(rule));
  return (verdict === "" || draft.verdict === verdict) && ruleFits && words.every((word) => draft.words.includes(word));
}

function update() {
  const chosen = new FormData(form);
  const words = chosen.get("words").toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const draft of drafts) {
    const shown = fits(draft, chosen.get("verdict"), chosen.get("rule"), words);
    draft.element.hidden = !shown;
    count += Number(shown);
  }
  for (const finding of document.querySelectorAll(".findings > li")) {
    finding.classList.toggle("chosen", finding.dataset.rule === chosen.get("rule"));
  }
  none.hidden = count > 0 || drafts.length === 0;
  shownCount.textContent = shownCount.dataset.form.replace("{shown}", count).replace("{count}", drafts.length);
}

form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(update));
form.hidden = drafts.length < 2;
update();
