/** The light of an hour: what it does to sky, floor and stone. */
export interface Palette {
  readonly name: string;
  readonly sky: string;
  readonly haze: string;
  readonly floor: string;
  readonly lit: string;
  readonly shade: string;
  readonly lamp: string;
}

/** Covers are pictures: they keep their colours by day and by night. */
export const PALETTES: readonly Palette[] = [
  {
    name: "noon",
    sky: "#c3d8dd",
    haze: "#dbe6e4",
    floor: "#e2d5bc",
    lit: "#faf5ea",
    shade: "#a99774",
    lamp: "#fffaf0",
  },
  {
    name: "ochre",
    sky: "#e3a93c",
    haze: "#efc873",
    floor: "#b0701f",
    lit: "#fdebc6",
    shade: "#7d4717",
    lamp: "#fff3d4",
  },
  {
    name: "aegean",
    sky: "#1d677e",
    haze: "#3a8598",
    floor: "#12414f",
    lit: "#b5dbe0",
    shade: "#0b2e3a",
    lamp: "#f2d283",
  },
  {
    name: "murex",
    sky: "#6b4860",
    haze: "#8a6279",
    floor: "#452a40",
    lit: "#e9cdc9",
    shade: "#301c2b",
    lamp: "#f1bd90",
  },
  {
    name: "olive",
    sky: "#a3ae84",
    haze: "#bfc7a3",
    floor: "#76825b",
    lit: "#f1f2df",
    shade: "#465234",
    lamp: "#faeec0",
  },
  {
    name: "night",
    sky: "#1c2434",
    haze: "#2b3549",
    floor: "#10151f",
    lit: "#74829c",
    shade: "#0a0d15",
    lamp: "#e9c76f",
  },
  {
    name: "madder",
    sky: "#c56a46",
    haze: "#d98a64",
    floor: "#86392a",
    lit: "#fadfc6",
    shade: "#572117",
    lamp: "#fcedcd",
  },
];
