import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Home } from './support';
import { fileNames, makeHome, recipe } from './support';

// Emacs is 40 MB to fetch, and the script below is for the version that Debian 12 has.
const missing = process.env['IPTABLES_TEST_EDITORS'] !== 'all' && 'npm run test:editors runs it, and installs Emacs where it is not';

const rules = `*filter
:INPUT ACCEPT [0:0]
:heartbeat - [0:0]
-A INPUT   -p udp --dport 694 -j heartbeat
-A heartbeat ! -s 192.0.2.0/24 -p udp --dprot 694 -j DROP
COMMIT
`;

/** What a user does in Emacs, with what is seen after each step. */
const script = `
(require 'json)
(defvar seen nil)
(defun see (name value) (push (cons name value) seen))
(defun await (what holds)
  (let ((end (+ (float-time) 60)))
    (while (not (funcall holds))
      (when (> (float-time) end) (error "It never came: %s" what))
      (accept-process-output nil 0.02))))
(defun go-to (line text)
  (goto-char (point-min))
  (forward-line (1- line))
  (search-forward text (line-end-position))
  (goto-char (match-beginning 0)))

(find-file "etc/iptables/rules.v4")
(see 'mode (symbol-name major-mode))
;; Interactively eglot-ensure connects after the command.
(run-hooks 'post-command-hook)
(await "the server" (lambda () (eglot-current-server)))
(await "the findings" (lambda () (progn (flymake-start) (flymake-diagnostics))))
(see 'diagnostics
     (vconcat (mapcar (lambda (one)
                        (list (cons 'text (buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))
                              (cons 'message (flymake-diagnostic-text one))))
                      (flymake-diagnostics))))

(go-to 2 "INPUT")
(let (told)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq told (substring-no-properties text))))
  (await "the hover" (lambda () told))
  (see 'hover told))

(go-to 4 "heartbeat")
(let* ((found (eglot-completion-at-point)))
  (see 'completion (vconcat (mapcar #'substring-no-properties (all-completions "" (nth 2 found))))))

(go-to 5 "--dprot")
(let ((action (seq-find (lambda (one) (string-match-p "--dport" (plist-get one :title)))
                        (eglot-code-actions (point) (point) "quickfix"))))
  (eglot--apply-workspace-edit (plist-get action :edit)))
;; Someone who types leaves Emacs idle in between, and then it tells the server.
(eglot--signal-textDocument/didChange)

(go-to 3 "heartbeat")
(eglot-rename "cluster")
(eglot--signal-textDocument/didChange)
(eglot-format-buffer)
(eglot--signal-textDocument/didChange)
(go-to 4 "cluster")
(call-interactively #'xref-find-definitions)
(see 'definition (line-number-at-pos))
(see 'hints
     (vconcat (mapcar (lambda (one) (format "%s" (plist-get one :label)))
                      (jsonrpc-request (eglot-current-server) :textDocument/inlayHint
                                       (list :textDocument (eglot--TextDocumentIdentifier)
                                             :range '(:start (:line 0 :character 0) :end (:line 6 :character 0)))))))
(let ((inhibit-message t)) (save-buffer))
(see 'unknown
     (vconcat (seq-remove (lambda (name)
                            (with-temp-buffer
                              (setq buffer-file-name (expand-file-name name))
                              (delay-mode-hooks (set-auto-mode))
                              (prog1 (eq major-mode 'iptables-mode) (setq buffer-file-name nil))))
                          (json-read-file "~/names.json"))))
(see 'text (buffer-substring-no-properties (point-min) (point-max)))
(with-temp-file (expand-file-name "~/seen.json") (insert (json-encode seen)))
(eglot-shutdown (eglot-current-server))
`;

interface Seen {
  readonly mode: string;
  readonly unknown: readonly string[];
  readonly diagnostics: readonly { text: string; message: string }[];
  readonly hover: string;
  readonly completion: readonly string[];
  readonly definition: number;
  readonly text: string;
  readonly hints: readonly string[];
}

describe('Emacs with eglot, set up as docs/editors.md says', { skip: missing, timeout: 240_000 }, () => {
  let home: Home;
  let seen: Seen;
  before(async () => {
    home = makeHome();
    const init = home.write('init.el', recipe('Emacs', 'elisp'));
    home.write('etc/iptables/rules.v4', rules);
    home.write('names.json', JSON.stringify(fileNames()));
    const scriptFile = home.write('script.el', script);
    const { status, output } = await home.run('emacs', ['--batch', '-f', 'package-initialize', '-l', init, '-l', scriptFile]);
    assert.equal(status, 0, output);
    seen = JSON.parse(readFileSync(join(home.folder, 'seen.json'), 'utf8')) as Seen;
  });
  after(() => home.remove());

  test('knows files by their names', () => {
    assert.equal(seen.mode, 'iptables-mode');
    assert.deepEqual(seen.unknown, []);
  });

  test('shows the findings at the exact word', () => {
    assert.deepEqual(
      seen.diagnostics.map(({ text }) => text),
      ['--dprot'],
    );
    assert.match(String(seen.diagnostics[0]?.message), /--dport/);
  });

  test('hovers', () => assert.match(seen.hover, /INPUT/));

  test('completes targets and the file’s chains', () => {
    for (const label of ['ACCEPT', 'DROP', 'heartbeat']) assert.ok(seen.completion.includes(label), label);
  });

  test('finds the declaration of a chain', () => assert.equal(seen.definition, 3));

  test('has the settings of the recipe: numbers before the rules', () => {
    assert.ok(
      seen.hints.some((hint) => hint.trim() === '1'),
      seen.hints.join(),
    );
  });

  test('mends, renames and formats; what is saved is that', () => {
    const expected = `*filter
:INPUT ACCEPT [0:0]
:cluster - [0:0]
-A INPUT -p udp --dport 694 -j cluster
-A cluster ! -s 192.0.2.0/24 -p udp --dport 694 -j DROP
COMMIT
`;
    assert.equal(seen.text, expected);
    assert.equal(readFileSync(join(home.folder, 'etc/iptables/rules.v4'), 'utf8'), expected);
  });
});
