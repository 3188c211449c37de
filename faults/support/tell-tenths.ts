/** Reports progress at the beginning, and whenever a further tenth of the total is done. */
export function tellTenths(total: number, tell: (done: number) => void): (done: number) => void {
  let told = -1;
  return (done) => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth <= told) return;
    told = tenth;
    tell(done);
  };
}
