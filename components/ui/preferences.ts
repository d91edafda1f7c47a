/**
 * What a person chose for this device: kept in the browser, applied to the root element before the first paint
 * by `preferencesScript`, so that no page flashes in the wrong theme.
 */
export const preferences = {
  theme: { values: ["system", "light", "dark"], fallback: "system" },
  density: { values: ["regular", "compact", "relaxed"], fallback: "regular" },
  navigation: { values: ["full", "rail"], fallback: "full" },
  shortcuts: { values: ["on", "off"], fallback: "on" },
} as const;

export type PreferenceName = keyof typeof preferences;

export type PreferenceValue<N extends PreferenceName> = (typeof preferences)[N]["values"][number];

const storageKey = (name: PreferenceName) => `carelane.${name}`;

const darkQuery = "(prefers-color-scheme: dark)";

/** What is kept for this device, or the fallback where nothing usable is. */
export function readPreference<N extends PreferenceName>(name: N): PreferenceValue<N> {
  const { values, fallback } = preferences[name];
  const kept = keptValue(name);
  return (values as readonly PreferenceValue<N>[]).find((value) => value === kept) ?? fallback;
}

function keptValue(name: PreferenceName): string | null {
  try {
    return localStorage.getItem(storageKey(name));
  } catch {
    return null; // storage may be switched off; the choice then lasts as long as the page
  }
}

/** Keeps a choice and shows it at once. Throws nothing when the browser keeps nothing. */
export function writePreference<N extends PreferenceName>(name: N, value: PreferenceValue<N>): void {
  try {
    localStorage.setItem(storageKey(name), value);
  } catch {
    // see keptValue
  }
  applyPreference(name, value);
}

/** Writes a choice to the root element, where the style sheet finds it; `system` becomes the theme of the system. */
export function applyPreference(name: PreferenceName, value: string): void {
  const shown = name === "theme" && value === "system" ? systemTheme() : value;
  document.documentElement.dataset[name] = shown;
}

function systemTheme(): "light" | "dark" {
  return matchMedia(darkQuery).matches ? "dark" : "light";
}

/** Calls back when another tab, or the system's theme, changes what should be shown. */
export function onPreferenceChange(listener: () => void): () => void {
  const system = matchMedia(darkQuery);
  system.addEventListener("change", listener);
  addEventListener("storage", listener);
  return () => {
    system.removeEventListener("change", listener);
    removeEventListener("storage", listener);
  };
}

/** The same as applyPreference for each choice, as text for an inline script that runs before the first paint. */
export const preferencesScript = `(() => {
  const root = document.documentElement;
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  for (const [name, { values, fallback }] of Object.entries(${JSON.stringify(preferences)})) {
    const value = kept("carelane." + name);
    root.dataset[name] = values.includes(value) ? value : fallback;
  }
  if (root.dataset.theme === "system") root.dataset.theme = matchMedia("${darkQuery}").matches ? "dark" : "light";
})();`;
