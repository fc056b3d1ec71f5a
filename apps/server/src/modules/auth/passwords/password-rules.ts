const shortest = 12;
const fewestCharacters = 5;

/** Why a password won't do, in words for whoever chose it; nothing where it does. */
export const passwordFault = (password: string, login: string): string | undefined => {
  const characters = [...password.normalize("NFKC")];
  if (characters.length < shortest)
    return `Choose at least ${shortest} characters: a few words make a good one`;
  if (new Set(characters).size < fewestCharacters)
    return "Choose more than the same few characters again and again";
  if (password.toLowerCase().includes(login) && characters.length < shortest + login.length) {
    return "Choose one that is more than your own name with something added";
  }
  return undefined;
};
