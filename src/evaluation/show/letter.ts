/** What a system is called where there is no room for its name: A to Z, then its number. */
export function letter(system: number): string {
  return system < 26 ? String.fromCharCode(65 + system) : String(system + 1);
}
