/** How a container's language prints a float. */
export type FloatSpelling = (value: number) => string;

/** Python's `repr`: 1.0, 1e-05, 1e+16, -0.0. */
export function pythonFloat(value: number): string {
  return special(value) ?? spelled(value, { least: -4, most: 15, exponent: pythonExponent });
}

/** A float32 as NumPy and C++ servers print it: its shortest digits. */
export function singleFloat(value: number): string {
  return pythonFloat(shortestSingle(value));
}

/** Rust's ryu, which serde_json uses, for an f32: 1.0, 0.00001, 1.5e-7. */
export function rustFloat(value: number): string {
  return spelled(shortestSingle(value), { least: -6, most: 12, exponent: (mantissa, exponent) => `${mantissa}e${exponent}` });
}

/** Java's `Float.toString`: 1.0, 1.0E-5. */
export function javaFloat(value: number): string {
  return spelled(shortestSingle(value), {
    least: -3,
    most: 6,
    exponent: (mantissa, exponent) => `${pointed(mantissa)}E${exponent}`,
  });
}

interface Notation {
  /** The decimal exponents that are written without one. */
  readonly least: number;
  readonly most: number;
  readonly exponent: (mantissa: string, exponent: number) => string;
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return undefined;
}

function spelled(value: number, notation: Notation): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < notation.least || exponent > notation.most) return notation.exponent(mantissa, exponent);
  return exponent < 0 ? value.toFixed(-exponent + digitsAfterPoint(mantissa)) : pointed(String(value));
}

function pythonExponent(mantissa: string, exponent: number): string {
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}

function digitsAfterPoint(mantissa: string): number {
  return mantissa.includes('.') ? (mantissa.split('.')[1]?.length ?? 0) : 0;
}

function pointed(text: string): string {
  return text.includes('.') ? text : `${text}.0`;
}

function shortestSingle(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const shorter = Number(single.toPrecision(digits));
    if (Math.fround(shorter) === single && shorter !== 0) return shorter;
  }
  return single;
}
