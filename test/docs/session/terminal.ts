import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runHere } from '../../cli/tidegate.ts';
import { wordsOf } from '../../examples/readme-commands.ts';
import { environment } from './service.ts';

type Environment = Readonly<Record<string, string>>;

export interface Said {
  readonly code: unknown;
  /** On both outputs, in the order of a terminal. */
  readonly said: string;
}

/** Runs a command in a folder until it ends. */
export function runToEnd(command: string, folder: string, env: Environment): Promise<Said> {
  const argv = plainArguments(command);
  return argv === undefined ? shell(command, folder, env) : runIn(folder, argv, env);
}

/** Of a command that is `tidegate` with words for it, and has nothing of a shell's. */
function plainArguments(command: string): readonly string[] | undefined {
  const [, args] = /^(?:node dist\/main\.js|tidegate) (.*)$/.exec(command) ?? [];
  try {
    return args === undefined ? undefined : wordsOf(args);
  } catch {
    return undefined;
  }
}

/** In this process, as a start takes longer than most commands do; names of files are made those of that folder. */
async function runIn(folder: string, argv: readonly string[], env: Environment): Promise<Said> {
  let said = '';
  const output = { write: (text: string) => void (said += text) };
  const placed = argv.map((word, index) =>
    existsSync(path.join(folder, word)) || WRITTEN.has(argv[index - 1] ?? '') ? path.join(folder, word) : word,
  );
  const { code } = await runHere(placed, env, { stdout: output, stderr: output });
  return { code, said: said.replaceAll(`${folder}/`, '') };
}

const WRITTEN = new Set(['--output', '--json', '--html', '--svg', '--report']);

function shell(command: string, cwd: string, env: Environment): Promise<Said> {
  return new Promise((resolve) => {
    const options = { cwd, env: environment(cwd, env), timeout: 60_000 };
    const child = execFile('bash', ['-o', 'pipefail', '-c', `exec 2>&1\n${command}`], options, (error, said) =>
      resolve({ code: error === null ? 0 : error.code, said }),
    );
    child.stdin?.end();
  });
}
