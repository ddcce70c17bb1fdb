/** The file at an address. What it throws has a sentence for the user as its message. */
export async function fetchPicture(address: string): Promise<Blob> {
  const response = await fetch(address, { mode: 'cors', credentials: 'omit' }).catch(() => {
    throw new Error(
      'The picture could not be loaded. Its server cannot be reached, or does not let other pages read it. Save the picture and open the file instead.',
    );
  });
  if (!response.ok)
    throw new Error(`The picture could not be loaded: its server answered ${response.status}.`);
  return response.blob();
}
