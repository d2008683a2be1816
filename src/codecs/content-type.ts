/** The content types that a form takes. */
export interface ContentTypes {
  /** Lower-case, without parameters. */
  readonly names: readonly string[];
  /** `exact`: only the name itself. A list: those parameters too. @default any, as long as a charset is UTF-8 */
  readonly parameters?: 'exact' | readonly string[];
}

/** Whether a body is declared to be of these types; a missing content type declares nothing. */
export function isOfType(contentType: string | undefined, { names, parameters }: ContentTypes): boolean {
  if (contentType === undefined) return false;
  if (names.includes(contentType)) return true;
  if (parameters === 'exact') return false;
  const [essence = '', ...given] = contentType.toLowerCase().split(';');
  return names.includes(essence.trim()) && given.every((parameter) => isTaken(parameter, parameters));
}

/** Type and subtype, in lower case; empty where there is none. */
export function essenceOf(contentType: string | undefined): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
}

function isTaken(parameter: string, taken: readonly string[] | undefined): boolean {
  const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
  if (name === 'charset') return ['utf-8', 'utf8', 'us-ascii'].includes(value.replaceAll('"', ''));
  return taken === undefined || taken.includes(name);
}
