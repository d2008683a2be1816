import { unit } from './numbers.ts';

/** What a generative model says to a prompt: text that JSON has to escape, text outside ASCII, and a piece of the prompt. */
export function generated(prompt: string, ...context: readonly string[]): string {
  const start = Array.from(prompt).slice(0, 16).join('');
  const mark = Math.floor(unit('generated', prompt, ...context) * 2 ** 40).toString(36);
  return ` Réponse «${start}» \\ "${mark}"\n\tça va 😀`;
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
