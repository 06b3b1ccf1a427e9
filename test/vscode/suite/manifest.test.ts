import * as assert from 'node:assert/strict';
import { commands, extensions, Uri, workspace } from 'vscode';
import { extension } from './support';

interface Contributes {
  walkthroughs: {
    id: string;
    steps: { id: string; description: string; media: { image: string; altText: string }; completionEvents: string[] }[];
  }[];
  commands: { command: string }[];
  languages: { icon: { light: string; dark: string } }[];
  menus: Record<string, { command?: string; submenu?: string; when?: string }[]>;
  configuration: { properties: Record<string, { markdownDescription?: string; default: unknown }> };
}

describe('What the extension contributes', () => {
  before(extension);

  it('has a walkthrough of four steps with pictures and known commands', async () => {
    const { contributes, root } = manifest();
    const known = new Set(await commands.getCommands(true));
    const [walkthrough] = contributes.walkthroughs;
    assert.equal(walkthrough?.steps.length, 4);
    for (const { id, description, media, completionEvents } of walkthrough?.steps ?? []) {
      assert.ok((await workspace.fs.stat(Uri.joinPath(root, media.image))).size > 0, media.image);
      assert.match(media.altText, /\w.*\./, `${id} has no words for its picture`);
      const named = [...description.matchAll(/\(command:([\w.-]+)/g), ...completionEvents.join('\n').matchAll(/^onCommand:(.+)$/gm)];
      assert.ok(named.length > 0 || completionEvents.length > 0, id);
      for (const [, command] of named) assert.ok(known.has(command ?? ''), `${id}: ${command}`);
      for (const [, setting] of completionEvents.join('\n').matchAll(/^onSettingChanged:(.+)$/gm)) {
        assert.ok(setting && setting in contributes.configuration.properties, `${id}: ${setting}`);
      }
    }
    await commands.executeCommand('workbench.action.openWalkthrough', `iptables-language-tools.iptables-rules#${walkthrough?.id}`, false);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has its commands registered, and only shows those of an iptables editor in one', async () => {
    const { contributes } = manifest();
    const known = new Set(await commands.getCommands(true));
    for (const { command } of contributes.commands) assert.ok(known.has(command), command);
    for (const [menu, entries] of Object.entries(contributes.menus)) {
      // What stands in a submenu is shown when the submenu is.
      if (menu.startsWith('iptables.')) continue;
      for (const { when } of entries) assert.match(when ?? '', /editorLangId == iptables|false/, menu);
    }
  });

  it('has an icon for its files', async () => {
    const { contributes, root } = manifest();
    const { light, dark } = contributes.languages[0]!.icon;
    for (const path of [light, dark]) assert.ok((await workspace.fs.stat(Uri.joinPath(root, path))).size > 0, path);
  });

  it('describes every setting and gives its default', () => {
    const { contributes } = manifest();
    for (const [name, { markdownDescription, default: preset }] of Object.entries(contributes.configuration.properties)) {
      assert.match(markdownDescription ?? '', /\w.*\./, name);
      assert.notEqual(preset, undefined, name);
      // VS Code knows the same default.
      const [, section = '', key = ''] = /^(\w+)\.(.+)$/.exec(name) ?? [];
      assert.deepEqual(workspace.getConfiguration(section).inspect(key)?.defaultValue, preset, name);
    }
  });
});

function manifest(): { contributes: Contributes; root: Uri } {
  const found = extensions.getExtension('iptables-language-tools.iptables-rules');
  assert.ok(found);
  return { contributes: found.packageJSON.contributes as Contributes, root: found.extensionUri };
}
