/** One request by itself. @throws {Error} for another status than 200 */
export async function ask(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const reply = await response.text();
  if (response.status !== 200) throw new Error(`Expected status 200, got ${response.status}: ${reply.slice(0, 500)}`);
  return reply;
}
