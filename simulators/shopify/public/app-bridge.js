/* Stand-in of Shopify's App Bridge for the simulator: the part of its public interface that the app uses. */
(() => {
  "use strict";
  const script = document.currentScript;
  const params = new URLSearchParams(location.search);
  const remembered = "shopify-simulator-config";
  const kept = JSON.parse(sessionStorage.getItem(remembered) ?? "{}");
  const hostOrigin = new URL(script.src).origin;
  const config = {
    apiKey:
      script.dataset.apiKey ??
      document.querySelector('meta[name="shopify-api-key"]')?.content ??
      kept.apiKey ??
      "",
    shop: params.get("shop") ?? kept.shop,
    host: params.get("host") ?? kept.host,
    locale: params.get("locale") ?? kept.locale ?? "en",
  };
  sessionStorage.setItem(remembered, JSON.stringify(config));
  const embedded = window.parent !== window;
  const waiting = new Map();
  let lastId = 0;

  const tell = (message) => {
    if (embedded) window.parent.postMessage({ shopifySimulator: true, ...message }, hostOrigin);
  };
  const ask = (what, input) =>
    new Promise((resolve, reject) => {
      if (!embedded) return reject(new Error("App Bridge needs the admin around it"));
      waiting.set((lastId += 1), resolve);
      tell({ ask: what, id: lastId, input });
    });

  const idToken = () => ask("idToken");
  const nativeOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    if (embedded && (target === "_top" || target === "_parent")) {
      tell({
        type: "open",
        url: new URL(url, location.href).href.replace(
          /^shopify:\/*admin/,
          `https://admin.shopify.com/store/${(config.shop ?? "").replace(".myshopify.com", "")}`,
        ),
      });
      return null;
    }
    return nativeOpen(url, target, features);
  };

  /* Calls to the app's own origin carry a fresh session token; one retry when the app says the token was bad. */
  const nativeFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || !embedded) return nativeFetch(request);
    const spare = request.clone();
    const send = async (one) => {
      const headers = new Headers(one.headers);
      if (!headers.has("authorization")) headers.set("authorization", `Bearer ${await idToken()}`);
      headers.set("x-requested-with", "XMLHttpRequest");
      return nativeFetch(new Request(one, { headers }));
    };
    let answer = await send(request);
    if (answer.headers.get("x-shopify-retry-invalid-session-request")) answer = await send(spare);
    const reauthorize = answer.headers.get("x-shopify-api-request-failure-reauthorize-url");
    if (reauthorize) window.open(reauthorize, "_top");
    return answer;
  };

  let saveBarShown = null;
  const saveBar = {
    async show(id) {
      saveBarShown = document.getElementById(id);
      tell({ type: "saveBar", open: true, buttons: describeButtons(saveBarShown) });
    },
    async hide() {
      saveBarShown = null;
      tell({ type: "saveBar", open: false });
    },
    toggle: (id) => (saveBarShown ? saveBar.hide(id) : saveBar.show(id)),
    /* Shopify keeps the person on the page while changes are unsaved; here they are only told. */
    async leaveConfirmation() {
      if (saveBarShown) tell({ type: "toast", message: "There are unsaved changes", isError: true });
    },
  };

  window.shopify = {
    config,
    origin: hostOrigin,
    ready: Promise.resolve(),
    environment: { embedded, mobile: false, intent: false, pos: false },
    idToken,
    toast: {
      show(message, options = {}) {
        tell({ type: "toast", message, isError: options.isError, duration: options.duration });
        return String((lastId += 1));
      },
      hide() {
        tell({ type: "toast", message: "", duration: 1 });
      },
    },
    loading: (on = true) => tell({ type: "loading", on }),
    saveBar,
    modal: {
      show: async (id) => document.getElementById(id)?.show?.(),
      hide: async (id) => document.getElementById(id)?.hide?.(),
      toggle: async (id) => document.getElementById(id)?.toggle?.(),
    },
    resourcePicker: async ({ multiple } = {}) => {
      const products = await ask("products");
      const titles = products.map((product, index) => `${index + 1}. ${product.title}`).join("\n");
      const answer =
        window.prompt(`Choose ${multiple ? "products" : "a product"} by number\n${titles}`) ?? "";
      const chosen = answer
        .split(/[ ,]+/)
        .map((number) => products[Number(number) - 1])
        .filter(Boolean);
      return chosen.length > 0 ? (multiple ? chosen : chosen.slice(0, 1)) : undefined;
    },
    user: async () => ({ accountAccess: "Full" }),
    scopes: { query: async () => ({ granted: [], required: [], optional: [] }) },
    app: { extensions: () => ask("extensions") },
    reviews: { request: async () => ({ success: false, code: "not-available" }) },
    support: {},
    intents: {},
    webVitals: { onReport() {} },
  };

  const inner = (element) => [...(element?.querySelectorAll("button, s-button") ?? [])];
  function describeButtons(element) {
    return inner(element).map((one, index) => ({
      index,
      label: one.textContent.trim() || (one.getAttribute("variant") === "primary" ? "Save" : "Discard"),
      primary: one.getAttribute("variant") === "primary",
      disabled: one.hasAttribute("disabled"),
    }));
  }

  class Watched extends HTMLElement {
    connectedCallback() {
      this.hidden = true;
      this.observer = new MutationObserver(() => this.report());
      this.observer.observe(this, { childList: true, subtree: true, attributes: true, characterData: true });
      queueMicrotask(() => this.report());
    }
    disconnectedCallback() {
      this.observer.disconnect();
      this.leave?.();
    }
  }
  class NavMenu extends Watched {
    report() {
      const links = [...this.querySelectorAll("a, s-link")].map((link) => ({
        label: link.textContent.trim(),
        path: new URL(link.getAttribute("href") ?? "/", location.origin).pathname,
        home: link.getAttribute("rel") === "home",
      }));
      tell({ type: "nav", links });
    }
  }
  class TitleBar extends Watched {
    report() {
      tell({ type: "titleBar", title: this.getAttribute("title") ?? "", buttons: describeButtons(this) });
    }
    leave() {
      tell({ type: "titleBar", title: "", buttons: [] });
    }
  }
  class SaveBar extends Watched {
    static observedAttributes = ["open"];
    report() {
      if (saveBarShown === this) tell({ type: "saveBar", open: true, buttons: describeButtons(this) });
    }
    show() {
      return saveBar.show(this.id);
    }
    hide() {
      return saveBar.hide(this.id);
    }
    leave() {
      if (saveBarShown === this) void saveBar.hide(this.id);
    }
    attributeChangedCallback(name, old, value) {
      if (value === null) this.leave();
      else void saveBar.show(this.id);
    }
  }
  /* A form with data-save-bar shows the bar while it holds unsaved input. */
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-save-bar]");
    if (!form || saveBarShown) return;
    saveBarShown = form;
    tell({
      type: "saveBar",
      open: true,
      buttons: [
        { index: 0, label: "Discard" },
        { index: 1, label: "Save", primary: true },
      ],
    });
  });
  for (const event of ["submit", "reset"])
    document.addEventListener(event, (happened) => {
      if (happened.target === saveBarShown) void saveBar.hide();
    });

  customElements.define("ui-nav-menu", NavMenu);
  customElements.define("s-app-nav", class extends NavMenu {});
  customElements.define("ui-title-bar", TitleBar);
  customElements.define("ui-save-bar", SaveBar);

  function clicked(target, index) {
    if (target === "title-bar") return inner(document.querySelector("ui-title-bar"))[index]?.click();
    if (saveBarShown instanceof HTMLFormElement) {
      if (index === 1) saveBarShown.requestSubmit();
      else saveBarShown.reset();
      return undefined;
    }
    return inner(saveBarShown)[index]?.click();
  }

  /* The app's router listens for shopify:navigate on the element that carries the address. */
  function navigate(path, replace) {
    if (path === location.pathname + location.search) return;
    const anchor = document.createElement("a");
    anchor.setAttribute("href", path);
    anchor.hidden = true;
    document.body.append(anchor);
    fromHost = replace;
    anchor.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true }));
    anchor.remove();
  }

  let fromHost = false;
  const reportPath = (replace) => {
    tell({
      type: "path",
      path: location.pathname + location.search + location.hash,
      replace: replace || fromHost,
    });
    fromHost = false;
  };
  for (const method of ["pushState", "replaceState"]) {
    const native = history[method].bind(history);
    history[method] = (...input) => {
      native(...input);
      reportPath(method === "replaceState");
    };
  }

  addEventListener("message", (event) => {
    const message = event.data;
    if (event.origin !== hostOrigin || !message?.shopifySimulator) return;
    if (message.type === "answer") {
      waiting.get(message.id)?.(message.value);
      waiting.delete(message.id);
    } else if (message.type === "navigate") navigate(message.path, message.replace);
    else if (message.type === "click") clicked(message.target, message.index);
  });

  /* Links out of the frame, and shopify://admin links, belong to the admin. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented) return;
    const href = link.getAttribute("href");
    if (link.target === "_top" || link.target === "_parent" || href.startsWith("shopify:")) {
      event.preventDefault();
      window.open(href, "_top");
    }
  });

  /* The library's bounce page has no other content: fetch a token and load the page that was asked for. */
  const reload = params.get("shopify-reload");
  if (reload && embedded)
    void idToken().then((token) => {
      const target = new URL(reload, location.origin);
      target.searchParams.set("id_token", token);
      location.replace(target);
    });
  else reportPath(true);
})();
