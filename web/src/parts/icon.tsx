// The few signs of the interface, drawn with the text's colour.

const paths = {
  overview: "M3 12h4l3-7 4 14 3-7h4",
  tickets: "M4 6h16M4 12h16M4 18h10",
  try: "M5 19l4-1L19 8l-3-3L6 15zM14 7l3 3",
  models: "M5 20V10M12 20V4M19 20v-7",
  review: "M4 12l5 5L20 6",
  audit: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  jobs: "M12 3a9 9 0 1 0 9 9M12 7v5l3 2",
  menu: "M4 7h16M4 12h16M4 17h16",
  access: "M14.5 3.5a5 5 0 1 0 0 12 5 5 0 0 0 0-12zM11 13l-7 7M6 18l2.5 2.5",
} as const;

export type Sign = keyof typeof paths;

export function Icon({ sign }: { sign: Sign }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[sign]} />
    </svg>
  );
}
