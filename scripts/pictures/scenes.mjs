// The README's pictures and the walkthrough's: what each shows, and what is done in the window before.

import {
  annotatedEditor,
  askForService,
  embeddedHighlighted,
  highlighted,
  hoverNotrack,
  showProblems,
  showQuickFixes,
  showRulesetProblems,
  showSettings,
  showStatus,
  takeQuickFix,
} from './acts.mjs';
import { annotated, documentation, misplaced, pasted, script, useless, whole } from './texts.mjs';

export const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern', 'high-contrast': 'Default High Contrast' };

const dark = { 'workbench.colorTheme': themes.dark };
const highContrast = { 'workbench.colorTheme': themes['high-contrast'] };
/** A window for few lines. */
const low = { width: 1280, height: 520 };
const japanese = { 'iptables.language': 'ja' };

/** Each picture: its name, the text of the file and its name, what differs from the usual settings, and the steps before. */
export const scenes = [
  ...Object.entries(themes).flatMap(([name, theme]) => [
    { name: `highlighting-${name}`, text: whole, settings: { 'workbench.colorTheme': theme }, act: highlighted },
    { name: `annotations-${name}`, text: annotated, viewport: low, settings: { 'workbench.colorTheme': theme }, act: annotatedEditor },
  ]),
  {
    name: 'annotations-high-contrast-light',
    text: annotated,
    viewport: low,
    settings: { 'workbench.colorTheme': 'Default High Contrast Light' },
    act: annotatedEditor,
  },
  { name: 'hover-notrack', text: whole, act: hoverNotrack },
  { name: 'hover-notrack-ja', text: whole, settings: japanese, act: hoverNotrack },
  { name: 'diagnostics', text: pasted, settings: dark, act: showProblems },
  { name: 'diagnostics-ja', text: pasted, settings: japanese, act: showProblems },
  { name: 'ruleset', text: useless, act: showRulesetProblems },
  { name: 'ruleset-ja', text: useless, settings: { ...japanese, ...dark }, act: showRulesetProblems },
  { name: 'ruleset-high-contrast', text: useless, settings: highContrast, act: showRulesetProblems },
  { name: 'quick-fix', text: misplaced, act: showQuickFixes },
  { name: 'after-fix', text: misplaced, act: takeQuickFix },
  { name: 'exempt-command', text: misplaced, settings: dark, act: askForService },
  { name: 'status', text: annotated, settings: { 'iptables.rules': { 'log-without-limit': 'off' } }, act: showStatus },
  { name: 'embedded-shell', file: 'open-ports.sh', text: script, settings: dark, act: embeddedHighlighted, mode: 'Shell Script' },
  { name: 'embedded-markdown', file: 'firewall.md', text: documentation, act: embeddedHighlighted, mode: 'Markdown' },
  // These go into the package: smaller windows, at the size in which the walkthrough shows them.
  ...[
    { name: 'walkthrough/open', text: whole, act: highlighted },
    { name: 'walkthrough/diagnose', text: pasted, act: showProblems },
    { name: 'walkthrough/mend', text: misplaced, act: showQuickFixes },
    { name: 'walkthrough/settings', text: whole, act: showSettings },
  ].map((scene) => ({ ...scene, viewport: { width: 860, height: 560 }, scale: 1 })),
];
