import { pythonFloat } from './floats.ts';
import { isDict, type Value } from './value.ts';

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** Python's `repr`: `{'id': 1, 'ok': True, 'none': None}`. */
export function writeLiteral(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return pythonFloat(value).toLowerCase().replace('infinity', 'inf');
  if (typeof value === 'string') return quoted(value);
  if (isDict(value)) return `{${[...value].map(([key, inner]) => `${quoted(key)}: ${writeLiteral(inner)}`).join(', ')}}`;
  return `[${value.map(writeLiteral).join(', ')}]`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = Array.from(text, (char) => (char === quote ? `\\${char}` : escape(char)));
  return quote + escaped.join('') + quote;
}

function escape(char: string): string {
  const name = named[char];
  if (name !== undefined) return name;
  if (!/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
