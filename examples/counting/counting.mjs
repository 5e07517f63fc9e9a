// The service behind the mesh: every request to /service/counting/ gets the next number.
//
//   node counting.mjs --port 9003 --version v1
import { answerJson, answerText, pathOf, readFlags, serve } from "./serve.mjs";

const { port, version } = readFlags({ port: "9003", version: "v1" });
let count = 0;

serve(`counting ${version}`, {
  port,
  // Any method is answered, and an unknown path gets 404: so whoever sees a 403 knows that it was the sidecar's.
  handle(request, response) {
    switch (pathOf(request)) {
      case "/service/counting/":
        count += 1;
        return answerJson(response, { count, version, instance: `127.0.0.1:${port}` });
      case "/health":
        return answerText(response, { status: 200, text: "ok" });
      default:
        return answerText(response, { status: 404, text: "counting knows no such path" });
    }
  },
});
