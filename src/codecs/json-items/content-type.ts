/** Whether a body is declared to be JSON; a missing content type declares nothing. */
export function isJson(contentType: string | undefined, rule: 'exact' | 'parameters'): boolean {
  if (contentType === 'application/json') return true;
  if (contentType === undefined || rule === 'exact') return false;
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  return type.trim() === 'application/json' && parameters.every(keepsUtf8);
}

function keepsUtf8(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim() !== 'charset' || ['utf-8', 'utf8', 'us-ascii'].includes(value.trim().replaceAll('"', ''));
}
