/** A call of Exigo's REST interface as the company's own software makes it; fails when it is refused. */
export async function callExigo(
  exigoUrl: string,
  target: string,
  body: object,
): Promise<Record<string, unknown>> {
  const [method = "", path = ""] = target.split(" ");
  const authorization = `Basic ${btoa("api@demo:demo-password")}`;
  const answer = await fetch(`${exigoUrl}/3.0${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const json = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${target}: ${JSON.stringify(json)}`);
  return json;
}
