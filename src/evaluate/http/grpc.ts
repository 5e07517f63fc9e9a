import type { RequestView } from "../condition/request-view.ts";

/** Envoy tells a call of gRPC by its content type alone. */
export function isGrpc(view: RequestView): boolean {
  return /^application\/grpc(\+|$)/.test(view.header("content-type") ?? "");
}

/**
 * What a call of gRPC is told in the place of a status of HTTP.
 *
 * Source: gRPC, "HTTP to gRPC Status Code Mapping".
 */
export function grpcStatusOf(status: number): number {
  switch (status) {
    case 400:
      return 13;
    case 401:
      return 16;
    case 403:
      return 7;
    case 404:
      return 12;
    case 429:
    case 502:
    case 503:
    case 504:
      return 14;
    default:
      return 2;
  }
}
