/**
 * The HTTP and WebSocket server of the public API. `gateway.ts` is its life from start to stop, `services.ts` what it offers; `graphql/` answers operations on both transports
 * (errors, limits, subscriptions); `http/` holds identity, traces, health and downloads; `admin-ui/` serves the screens, `local-pages/` is the landing page and the GraphQL editor.
 */
export { createGateway, type Gateway } from './gateway';
