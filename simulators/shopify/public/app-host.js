"use strict";
/* The parent of the app's frame: answers what the App Bridge stand-in asks over postMessage. */
const settings = JSON.parse(document.querySelector("#app-settings").textContent);
const frame = document.querySelector("#app-frame");
const appOrigin = new URL(settings.appUrl).origin;
const bar = document.querySelector(".titlebar");
const saveBar = document.querySelector(".savebar");
const toastBox = document.querySelector("#toast");
const hiddenParams = [
  "embedded",
  "shop",
  "host",
  "locale",
  "id_token",
  "hmac",
  "session",
  "timestamp",
  "shopify-reload",
];
let toastTimer;

const tell = (message) => frame.contentWindow.postMessage({ shopifySimulator: true, ...message }, appOrigin);

async function idToken() {
  const answer = await fetch(`/store/${settings.shopHandle}/session-token`, { method: "POST" });
  return (await answer.json()).token;
}

function toast({ message, isError, duration }) {
  toastBox.textContent = message;
  toastBox.className = `toast on${isError ? " error" : ""}`;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toastBox.className = "toast"), duration ?? 4000);
}

function outerPath(path) {
  const url = new URL(path, appOrigin);
  for (const name of hiddenParams) url.searchParams.delete(name);
  return settings.base + (url.pathname === "/" ? "" : url.pathname) + url.search + url.hash;
}

function markCurrent(path) {
  const current = new URL(path, appOrigin).pathname;
  for (const link of document.querySelectorAll("#app-nav a")) {
    if (link.dataset.path === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function showPath({ path, replace }) {
  const target = outerPath(path);
  if (target !== location.pathname + location.search + location.hash)
    history[replace ? "replaceState" : "pushState"]({ path }, "", target);
  markCurrent(path);
}

function button(label, attributes, click) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  if (attributes.primary) element.className = "primary";
  element.disabled = Boolean(attributes.disabled);
  element.addEventListener("click", click);
  return element;
}

function showTitleBar({ title, buttons }) {
  bar.querySelector("strong").textContent = title || settings.appTitle;
  bar
    .querySelector(".buttons")
    .replaceChildren(
      ...buttons.map((one) =>
        button(one.label, one, () => tell({ type: "click", target: "title-bar", index: one.index })),
      ),
    );
}

function showSaveBar({ open, buttons = [] }) {
  saveBar.classList.toggle("on", open);
  saveBar
    .querySelector(".buttons")
    .replaceChildren(
      ...buttons.map((one) =>
        button(one.label, one, () => tell({ type: "click", target: "save-bar", index: one.index })),
      ),
    );
}

function showNav({ links }) {
  const items = links.map(({ label, path, home }) => {
    const link = document.createElement("a");
    link.textContent = label;
    link.href = outerPath(path);
    link.dataset.path = new URL(path, appOrigin).pathname;
    link.hidden = home;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.querySelector(".side").classList.remove("open");
      tell({ type: "navigate", path });
    });
    return link;
  });
  document.querySelector("#app-nav").replaceChildren(...items);
  markCurrent(outerPath("/") === location.pathname ? "/" : location.pathname.slice(settings.base.length));
}

function openTop({ url }) {
  const target = new URL(url, appOrigin);
  const admin = /^https:\/\/admin\.shopify\.com(\/store\/.*)$/.exec(target.href);
  if (admin) location.assign(admin[1]);
  else if (target.origin === appOrigin) location.assign(outerPath(target.pathname + target.search));
  else location.assign(target.href);
}

const answers = {
  idToken,
  async extensions() {
    return (await fetch(`/store/${settings.shopHandle}/extensions.json`)).json();
  },
  async products() {
    return (await fetch(`/store/${settings.shopHandle}/products.json`)).json();
  },
};

const signals = {
  toast,
  path: showPath,
  titleBar: showTitleBar,
  saveBar: showSaveBar,
  nav: showNav,
  open: openTop,
  loading: ({ on }) => document.querySelector(".progress").classList.toggle("on", on),
};

addEventListener("message", async (event) => {
  const message = event.data;
  if (event.origin !== appOrigin || event.source !== frame.contentWindow || !message?.shopifySimulator)
    return;
  if (message.ask in answers)
    tell({ type: "answer", id: message.id, value: await answers[message.ask](message.input) });
  else signals[message.type]?.(message);
});

addEventListener("popstate", () => {
  const path = location.pathname.slice(settings.base.length) || "/";
  tell({ type: "navigate", path: path + location.search, replace: true });
});
