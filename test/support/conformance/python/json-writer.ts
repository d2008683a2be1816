import { Refusal } from '../port.ts';
import { type FloatSpelling, javaFloat, pythonFloat, rustFloat, singleFloat } from './floats.ts';
import { isDict, type Value } from './value.ts';

/** How one container prints JSON. */
export interface Spelling {
  readonly comma: string;
  readonly colon: string;
  /** Everything outside ASCII is escaped. */
  readonly ascii: boolean;
  readonly float: FloatSpelling;
  /** What becomes of NaN and Infinity; the text of a token, or undefined to refuse the reply. */
  readonly notFinite: FloatSpelling | undefined;
}

/** `json.dumps(value)` as it comes. */
export const pythonDefault: Spelling = { comma: ', ', colon: ': ', ascii: true, float: pythonFloat, notFinite: pythonFloat };

/** The Hugging Face toolkit: ensure_ascii=False, allow_nan=False, separators=(",", ":"). FastAPI prints the same. */
export const pythonCompact: Spelling = { comma: ',', colon: ':', ascii: false, float: pythonFloat, notFinite: undefined };

/** serde_json over f32. */
export const rust: Spelling = { comma: ',', colon: ':', ascii: false, float: rustFloat, notFinite: () => 'null' };

/** Gson over float. */
export const gson: Spelling = { comma: ',', colon: ':', ascii: false, float: javaFloat, notFinite: javaFloat };

/** RapidJSON over float, as in Triton and TensorFlow Serving. */
export const rapid: Spelling = { comma: ',', colon: ':', ascii: false, float: singleFloat, notFinite: pythonFloat };

export function writeJson(value: Value, spelling: Spelling = pythonDefault): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return writeFloat(value, spelling);
  if (typeof value === 'string') return writeString(value, spelling.ascii);
  if (isDict(value)) {
    const entries = [...value].map(
      ([key, inner]) => writeString(key, spelling.ascii) + spelling.colon + writeJson(inner, spelling),
    );
    return `{${entries.join(spelling.comma)}}`;
  }
  return `[${value.map((inner) => writeJson(inner, spelling)).join(spelling.comma)}]`;
}

function writeFloat(value: number, spelling: Spelling): string {
  if (Number.isFinite(value)) return spelling.float(value);
  if (spelling.notFinite === undefined) throw new Refusal('Out of range float values are not JSON compliant');
  return spelling.notFinite(value);
}

function writeString(text: string, ascii: boolean): string {
  if (!ascii && /\p{Surrogate}/u.test(text)) throw new Refusal("'utf-8' codec can't encode character: surrogates not allowed");
  const quoted = JSON.stringify(text);
  return ascii ? quoted.replaceAll(/[^\u0020-\u007e]/g, unicodeEscape) : quoted;
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
