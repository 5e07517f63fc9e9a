import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";

/** The certificate that whoever listens at a port of 127.0.0.1 shows to a client that shows none. */
export function certificateShownAt(port: number): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    // Not verified here: the caller looks at it. The server's refusal of a nameless client comes after its certificate.
    const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const { raw } = socket.getPeerCertificate(true);
      socket.destroy();
      resolve(new X509Certificate(raw));
    });
  });
}
