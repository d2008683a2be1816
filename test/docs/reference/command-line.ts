import type { Command, Option } from 'commander';
import { table } from '../../support/held-doc.ts';

/** Every command of a program: a chapter each, a row an option. */
export function commandLineReference(program: Command): string {
  return program.commands.map(chapter).join('\n');
}

function chapter(command: Command): string {
  const rows = command.options.map((option) => [`\`${option.flags}\``, cell(option.description), cell(valueOf(option))]);
  const sentence = `${command.description().charAt(0).toUpperCase()}${command.description().slice(1)}.`;
  return `### tidegate ${command.name()}\n\n${sentence}\n\n${table(['option', 'what it does', 'default'], rows)}`;
}

function valueOf({ mandatory, defaultValue, defaultValueDescription, argChoices }: Option): string {
  const choices = argChoices === undefined ? '' : ` (${argChoices.map((choice) => `\`${choice}\``).join(', ')})`;
  if (mandatory && defaultValue === undefined) return `**required**${choices}`;
  if (defaultValue === undefined || typeof defaultValue === 'boolean') return choices.trim();
  return `\`${defaultValueDescription ?? String(defaultValue)}\`${choices}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/<(\w+)>/g, '`<$1>`');
}
