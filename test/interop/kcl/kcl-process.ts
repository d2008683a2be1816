import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import type { OutputRecord } from '../../faults/streams/account.ts';
import { LEASE_TABLE, type Stage } from '../../faults/streams/stage.ts';

/** What KCL's processor says of itself: `asked` is its `shutdownRequested`, `refused` a checkpoint that KCL did not let it make. */
export interface Said {
  readonly what: 'begins' | 'record' | 'prepared' | 'checkpointed' | 'refused' | 'lost' | 'ended' | 'asked' | 'stopped';
  readonly shardId: string;
  /** Where it begins: a sequence number or a sentinel; or what is prepared. */
  readonly at?: string;
  /** A record's. */
  readonly sequenceNumber?: string;
  readonly subSequenceNumber?: number;
  readonly partitionKey?: string;
  readonly data?: string;
}

export interface KclOptions {
  readonly worker: string;
  readonly failoverMs: number;
  readonly table?: string;
  readonly position?: 'TRIM_HORIZON' | 'LATEST';
  /** Whether checkpoints are prepared, and made a second later. @default false */
  readonly prepares?: boolean;
}

export interface KclProcess {
  readonly worker: string;
  readonly said: readonly Said[];
  /** What it was given, as a gateway would have stored it: the model of the stage echoes. */
  readonly records: readonly OutputRecord[];
  /** What KCL logs, the last of it. */
  readonly log: readonly string[];
  /** An orderly stop. */
  stop(): Promise<void>;
  /** Kills it; resolves when all that it said is read. */
  kill(): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

const JVM = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xmx256m',
  // Emulators take JSON.
  '-Daws.cborEnabled=false',
  // And nothing else is to be called.
  '-Daws.disableEc2Metadata=true',
];

/** A worker of KCL as a process of its own, on the streams and the table of a stage; killed when the test ends. */
export function startKcl(context: TestContext, java: readonly string[], stage: Stage, options: KclOptions): KclProcess {
  const { worker, failoverMs, table = LEASE_TABLE, position = 'TRIM_HORIZON', prepares = false } = options;
  const settings = {
    stream: 'input',
    kinesis: stage.kinesis.url,
    dynamo: stage.dynamo.url,
    worker,
    failoverMs,
    table,
    position,
    prepares,
  };
  const child = spawn('java', [...JVM, ...java, ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const said: Said[] = [];
  const records: OutputRecord[] = [];
  const log: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    const entry = JSON.parse(line) as Said;
    said.push(entry);
    if (entry.what === 'record') records.push(outputOf(entry));
  });
  createInterface(child.stderr).on('line', (line) => {
    log.push(line);
    if (log.length > 200) log.shift();
  });
  // It may have gone already.
  child.stdin.on('error', () => undefined);
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  context.after(kill);
  return {
    worker,
    said,
    records,
    log,
    kill,
    stop: async () => {
      child.stdin.write('stop\n');
      await ended;
    },
    signal: (signal) => void child.kill(signal),
  };
}

function outputOf({ shardId, sequenceNumber = '', subSequenceNumber = 0, partitionKey = '', data = '' }: Said): OutputRecord {
  const { instances } = JSON.parse(data) as { readonly instances: readonly number[] };
  return { shardId, sequenceNumber, subSequenceNumber, partitionKey, result: { predictions: instances } };
}
