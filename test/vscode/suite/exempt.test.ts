import * as assert from 'node:assert/strict';
import { commands } from 'vscode';
import { closeAll, diagnosed, open } from './support';

const firewall = `*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -m conntrack --ctstate INVALID -j DROP
COMMIT
`;

describe('The command that exempts a UDP service', () => {
  afterEach(closeAll);

  it('puts every rule in its place, in one undoable edit', async () => {
    const document = await open(firewall);
    assert.equal(await exempt({ port: 694, interface: 'eth0' }), true);
    const text = document.getText();
    assert.match(text, /\*raw\n[\s\S]*-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\n[\s\S]*COMMIT/);
    assert.match(text, /-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK\n/);
    assert.match(text, /-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT\n/);
    await diagnosed(document, (codes) => codes.every((code) => !/notrack|untracked/.test(code)));
    await commands.executeCommand('undo');
    assert.equal(document.getText(), firewall);
  });

  it('keeps to the peers that are named', async () => {
    const document = await open(firewall);
    assert.equal(await exempt({ port: 694, peers: ['192.0.2.2'] }), true);
    assert.match(document.getText(), /-A PREROUTING -s 192\.0\.2\.2(\/32)? .*--dport 694 -j NOTRACK\n/);
    assert.match(document.getText(), /-A OUTPUT -d 192\.0\.2\.2(\/32)? .*--dport 694 -j NOTRACK\n/);
  });

  it('mirrors the port for the answers of a server', async () => {
    const document = await open(firewall);
    assert.equal(await exempt({ port: 53, form: 'server' }), true);
    assert.match(document.getText(), /-A OUTPUT .*--sport 53 -j NOTRACK\n/);
  });

  it('changes nothing the second time', async () => {
    const document = await open(firewall);
    await exempt({ port: 694, interface: 'eth0' });
    const once = document.getText();
    assert.equal(await exempt({ port: 694, interface: 'eth0' }), false);
    assert.equal(document.getText(), once);
  });

  it('leaves other files alone', async () => {
    const document = await open('plain text\n', 'notes.txt1');
    assert.equal(await exempt({ port: 694 }), false);
    assert.equal(document.getText(), 'plain text\n');
  });
});

function exempt(args: { port: number; interface?: string; peers?: string[]; form?: 'peer' | 'server' }): Thenable<boolean> {
  return commands.executeCommand<boolean>('iptables.exemptUdpService', args);
}
