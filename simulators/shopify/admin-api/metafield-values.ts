const checks: Record<string, (value: string) => boolean> = {
  boolean: (value) => value === "true" || value === "false",
  number_integer: (value) => /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value)),
  number_decimal: (value) => /^-?\d+(\.\d{1,9})?$/.test(value),
  single_line_text_field: (value) => value.length > 0 && !/[\r\n]/.test(value),
  multi_line_text_field: (value) => value.length > 0,
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(value),
  date_time: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?/.test(value) && !Number.isNaN(Date.parse(value)),
  json: isJson,
  money: isJson,
  url: (value) => /^(https?|mailto|sms|tel):/.test(value),
  id: (value) => value.length > 0,
  color: (value) => /^#[0-9a-fA-F]{6}$/.test(value),
};

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** Whether Shopify has a metafield type of this name. Lists and references are taken as they are. */
export function isMetafieldType(type: string): boolean {
  return type in checks || type.startsWith("list.") || type.endsWith("_reference");
}

/** Whether a value fits its type. */
export function fitsMetafieldType(type: string, value: string): boolean {
  if (type.startsWith("list.")) return isJson(value);
  return checks[type]?.(value) ?? value.length > 0;
}
