/** Milliseconds with three digits or so. */
export function msText(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}

export function rateText(perSecond: number): string {
  return perSecond.toLocaleString('en-US', { maximumFractionDigits: perSecond < 10 ? 2 : perSecond < 100 ? 1 : 0 });
}

export function percentText(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** "1 call", "2 calls". */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
