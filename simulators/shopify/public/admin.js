"use strict";
const menu = document.querySelector(".menu");
const nav = document.querySelector(".side");
menu?.addEventListener("click", () => {
  const open = nav.classList.toggle("open");
  menu.setAttribute("aria-expanded", String(open));
});

async function call(path, body) {
  const answer = await fetch(`/control${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? `HTTP ${answer.status}`);
  return result;
}

async function act(path, body, next) {
  const problem = document.querySelector("#problem");
  try {
    await call(path, body);
    if (next) location.assign(next);
    else location.reload();
  } catch (error) {
    problem.textContent = error.message;
  }
}

const order = document.querySelector("#order");
if (order) {
  const ref = { shop: order.dataset.shop, orderId: Number(order.dataset.order) };
  const chosen = () =>
    [...order.querySelectorAll("tr[data-line]")]
      .map((row) => ({
        lineId: Number(row.dataset.line),
        quantity: Number(row.querySelector("input").value),
      }))
      .filter((line) => line.quantity > 0);
  const acts = {
    refund: () => act("/refundOrder", { ...ref, lines: chosen() }),
    "refund-all": () => act("/refundOrder", { ...ref, all: true }),
    "refund-shipping": () => act("/refundOrder", { ...ref, shipping: true }),
    "refund-owed": (button) => act("/refundOrder", { ...ref, amount: button.dataset.owed }),
    fulfil: () => act("/fulfilOrder", { ...ref, lines: chosen() }),
    "fulfil-all": () => act("/fulfilOrder", ref),
    remove: () => act("/editOrder", { ...ref, remove: chosen() }),
    add: () => {
      const variantId = Number(order.querySelector("#variant").value);
      return act("/editOrder", { ...ref, add: [{ variantId, quantity: 1 }] });
    },
    pay: () => act("/payOrder", ref),
    cancel: () => act("/cancelOrder", ref),
    delete: () => act("/deleteOrder", ref, location.pathname.replace(/\/\d+$/, "")),
  };
  order.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) acts[button.dataset.act]?.(button);
  });
}

const customer = document.querySelector("#customer");
customer?.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(customer));
  const tags = fields.tags
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  const email = fields.email.trim() || null;
  act("/updateCustomer", {
    shop: customer.dataset.shop,
    customerId: Number(customer.dataset.customer),
    ...fields,
    email,
    tags,
  });
});
customer?.querySelector("[data-act=delete-customer]").addEventListener("click", () => {
  const ref = { shop: customer.dataset.shop, customerId: Number(customer.dataset.customer) };
  act("/deleteCustomer", ref, location.pathname.replace(/\/\d+$/, ""));
});
