"use strict";
const problem = document.querySelector("#problem");

async function run(command, fields) {
  const answer = await fetch(`/control/${command}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? `HTTP ${answer.status}`);
  return result;
}

async function attempt(work) {
  problem.textContent = "";
  try {
    await work();
  } catch (error) {
    problem.textContent = error.message;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-command]");
  if (!button) return;
  void attempt(async () => {
    await run(button.dataset.command, JSON.parse(button.dataset.fields));
    location.reload();
  });
});

document.querySelector("form[data-command]").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const drop = form.elements.drop.value.trim();
  void attempt(async () => {
    await run("webhookModes", {
      twice: form.elements.twice.checked,
      hold: form.elements.hold.checked,
      lateMs: Number(form.elements.lateMs.value),
      drop: drop === "all" ? "all" : Number(drop),
    });
    location.reload();
  });
});

document.querySelector("form[data-raw]").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  void attempt(async () => {
    const result = await run(form.elements.command.value.trim(), JSON.parse(form.elements.fields.value));
    const box = document.querySelector("#result");
    box.hidden = false;
    box.textContent = JSON.stringify(result, null, 2);
  });
});
