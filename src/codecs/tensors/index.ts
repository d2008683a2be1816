import type { RequestForm } from '../port.ts';
import { type TensorsOptions, TensorsRequest } from './request.ts';

/** The form of the Open Inference Protocol's tensors; see TensorsRequest. */
export function tensorsRequest(options: TensorsOptions): RequestForm {
  return new TensorsRequest(options);
}

export type { TensorsOptions } from './request.ts';
