/** Settles once what runs now has ended: other extensions of the host do not wait for what follows. */
export function afterwards(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, 0);
  });
}
