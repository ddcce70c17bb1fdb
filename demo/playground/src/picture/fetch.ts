/** The file at an address. What it throws has a sentence for the user as its message. */
export async function fetchPicture(address: string): Promise<Blob> {
  const policy = watchPolicy();
  const response = await fetch(address, { mode: 'cors', credentials: 'omit' }).catch(async () => {
    throw new Error(
      (await policy.isBroken())
        ? "This page's security policy forbids pictures of other sites: its connect-src lacks them. Save the picture and open the file instead."
        : "The picture could not be loaded. Its server cannot be reached or does not let other pages read it, or this page's policy (connect-src) forbids it. Save the picture and open the file instead.",
    );
  });
  policy.end();
  if (!response.ok)
    throw new Error(`The picture could not be loaded: its server answered ${response.status}.`);
  return response.blob();
}

/**
 * What a content-security policy forbids is told apart from the answer, by an event of the page or of its worker. Firefox has no such
 * event in workers.
 */
function watchPolicy() {
  let isBroken = false;
  const note = () => {
    isBroken = true;
  };
  const name = 'securitypolicyviolation';
  addEventListener(name, note);
  const end = () => removeEventListener(name, note);
  return {
    end,
    async isBroken(): Promise<boolean> {
      // The event may be a task of its own.
      await new Promise((resolve) => setTimeout(resolve));
      end();
      return isBroken;
    },
  };
}
