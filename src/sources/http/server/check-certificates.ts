import type { Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { TidegateError } from '../../../kernel/errors.ts';
import type { ConnectionListener } from '../events.ts';
import { rawAnswer } from '../raw-answer.ts';

type Fault = Parameters<ConnectionListener['certificate']>[0];

const TOLD: Readonly<Record<Fault, string>> = {
  'certificate-missing': 'A client certificate is needed, and none was sent.',
  'certificate-expired': 'The client certificate, or one of those above it, has expired.',
  certificate: 'The client certificate is not one of the configured authorities.',
};

/** How long who is refused may take to read why, before the connection is cut. */
const FAREWELL_MS = 1000;

/**
 * Hands only connections with a good certificate to the HTTP server: of the others not a byte is parsed. They are told why in an answer,
 * where Node alone would close them without a word.
 */
export function checkCertificates(server: Server, listener: ConnectionListener): void {
  const accept = server.listeners('secureConnection');
  server.removeAllListeners('secureConnection');
  server.on('secureConnection', (socket) => {
    const fault = faultOf(socket);
    if (fault === undefined) for (const each of accept) Reflect.apply(each, server, [socket]);
    else {
      listener.certificate(fault, socket.remoteAddress);
      refuse(socket, fault);
    }
  });
}

/** A resumed session would bring nothing to check, and Node calls it good; none is ever offered (`TlsFiles`). */
function faultOf(socket: TLSSocket): Fault | undefined {
  if (socket.isSessionReused() || Object.keys(socket.getPeerCertificate()).length === 0) return 'certificate-missing';
  if (socket.authorized) return undefined;
  return String(socket.authorizationError) === 'CERT_HAS_EXPIRED' ? 'certificate-expired' : 'certificate';
}

function refuse(socket: TLSSocket, fault: Fault): void {
  socket.on('error', () => socket.destroy());
  socket.end(rawAnswer(new TidegateError('CLIENT_CERTIFICATE_REFUSED', TOLD[fault])));
  // What it sends meanwhile is thrown away: a socket closed with unread bytes resets, and the answer would be lost.
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), FAREWELL_MS);
  socket.once('close', () => clearTimeout(cut));
}
