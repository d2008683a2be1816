import type { Headers } from '../../kernel/headers.ts';
import { type CodecItem, type Reply, type Result, UnlikeReplies } from '../port.ts';
import { callerIdOf } from './envelope.ts';
import { type Template, write } from './template.ts';

/** A reply without its rows; shared by those split from it. */
export interface ReplyFrame {
  readonly status: number;
  readonly headers: Headers;
  readonly template: Template;
  /** Names, datatypes and forms: replies that differ in it are no parts of one. */
  readonly outputs: string;
  /** Whether it is known what the model writes between two rows. */
  readonly tellsSeparators: boolean;
}

/** One row of every output. */
export class TensorsShare implements Result {
  readonly parts: readonly Buffer[];
  readonly frame: ReplyFrame;

  constructor(parts: readonly Buffer[], frame: ReplyFrame) {
    this.parts = parts;
    this.frame = frame;
  }

  /** @throws {UnlikeReplies} where replies differ in their outputs, as with an axis that only one call was padded on */
  assemble(results: readonly Result[], items: readonly CodecItem[]): Reply {
    const shares = results.map(shareOf);
    if (shares.some(({ frame }) => frame.outputs !== this.frame.outputs)) throw new UnlikeReplies();
    const { status, headers, template } = (shares.find(({ frame }) => frame.tellsSeparators) ?? this).frame;
    const columns = this.parts.map((_, column) => shares.flatMap(({ parts }) => parts[column] ?? []));
    return { status, ...write(template, headers, columns, callerIdOf(items)) };
  }
}

function shareOf(result: Result): TensorsShare {
  if (result instanceof TensorsShare) return result;
  throw new UnlikeReplies();
}
