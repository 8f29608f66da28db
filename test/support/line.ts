import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a server on this machine that can be cut, or made to swallow what is sent. */
export interface Line {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Connections stay and new ones are taken, but nothing comes through any more: the other side is dead. */
  silence(): void;
  /** New connections work again; those that went silent stay so for good. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

export async function openLine(targetPort: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const state = { silent: false };
  const accept = (near: Socket): void => {
    keep(sockets, near);
    if (state.silent) return;
    const far = connect(targetPort, '127.0.0.1');
    keep(sockets, far);
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  };
  let server = await listening(createServer(accept), 0);
  const { port } = server.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  return {
    port,
    cut,
    silence() {
      state.silent = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    async restore() {
      state.silent = false;
      if (!server.listening) server = await listening(createServer(accept), port);
    },
    close: cut,
  };
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(socket));
}

async function listening(server: Server, port: number): Promise<Server> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
