import type { Position } from 'vscode-languageserver';
import type { LanguageService } from '../service';

/** What a warm-up needs to know of the server. */
export interface WarmUpSource {
  /** Makes a service that nobody else uses. */
  createService(): LanguageService;
  /** When the last message of the client arrived, as `performance.now()` tells time, in milliseconds. */
  lastMessage(): number;
  /** Told what went wrong; the warm-up ends there. */
  failed(error: unknown): void;
}

/** Milliseconds without a message after which a step is taken. */
const quiet = 200;
/** Milliseconds between two steps: a message that has arrived meanwhile is read first. */
const pause = 2;

/**
 * Does once, while the client is silent, what it will ask for next, on a small file that nobody sees. The first calls of a program
 * find nothing compiled: completion's first answer takes ten times as long as its hundredth.
 */
export function warmUp({ createService, lastMessage, failed }: WarmUpSource): void {
  let steps: Iterator<unknown> | undefined;
  const next = (): void => {
    const silent = performance.now() - lastMessage();
    if (silent < quiet) {
      setTimeout(next, quiet - silent + 1);
      return;
    }
    try {
      steps ??= requests(createService());
      if (steps.next().done !== true) setTimeout(next, pause);
    } catch (error) {
      failed(error);
    }
  };
  setTimeout(next, quiet);
}

const uri = 'file:///warm-up/rules.v4';

/** Something of what most files have; `|` stands where something is asked for. */
const marked = `*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 694 -j| NOTRACK
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -i eth0 -p tcp -m tcp --d|port 80 -j DNAT --to-destination |192.0.2.10:8080
-A POSTROUTING -o| eth0 -j MASQUERADE
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:WEB - [0:0]
-A INPUT -m| conntrack --ctstate |RELATED,ESTABLISHED -j ACCEPT
-A INPUT |-s 192.0.2.0/24 -p| tcp -m tcp --dport 22 -m comment --comment "ssh|" -j WEB|
-A INPUT -p udp -m multiport --dports 694,|695 -|
-A WEB -m limit --limit 3/min -j LOG --log-prefix "web: "
-A WEB -m statistic --mode random --probab|ility 0.5 |
-A| OUTPUT --to-|
COMMIT
`;

/** One thing that is asked for in each step. */
function* requests(service: LanguageService): Generator<void> {
  service.open(uri, marked.replaceAll('|', ''));
  yield;
  const analysis = service.analysis(uri);
  while (analysis !== undefined && analysis.next().done !== true) yield;
  service.diagnosticsSoFar(uri);
  for (const position of [...marks(), ...marks(), ...marks()]) {
    yield;
    service.hover(uri, position);
    service.definition(uri, position);
    yield;
    service.complete(uri, position);
  }
  const whole = { start: { line: 0, character: 0 }, end: { line: marked.split('\n').length, character: 0 } };
  yield;
  service.semanticTokensRange(uri, whole);
  service.inlayHints(uri, whole);
  yield;
  service.documentSymbols(uri);
  service.foldingRanges(uri);
}

function* marks(): Generator<Position> {
  for (const [line, text] of marked.split('\n').entries()) {
    const parts = text.split('|');
    let character = 0;
    for (const part of parts.slice(0, -1)) {
      character += part.length;
      yield { line, character };
    }
  }
}
