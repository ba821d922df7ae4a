import { Card, ChoiceList } from "@shopify/polaris";

/** What stands behind another host; empty: not said yet. */
export type Place = "" | "same" | "other";

interface PlaceQuestionProps {
  readonly place: Place;
  readonly onChange: (place: Place) => void;
}

/** Asked when only the host of the address is another: nobody but the merchant knows whether the balances are. */
export function PlaceQuestion({ place, onChange }: PlaceQuestionProps) {
  return (
    <Card>
      <ChoiceList
        title="What stands behind the new address?"
        selected={[place]}
        onChange={([chosen]) => onChange(chosen === "same" ? "same" : "other")}
        choices={[
          {
            value: "same",
            label: "The same Exigo under another name",
            helpText: "It has the balances that were written so far. Nothing is written again.",
          },
          {
            value: "other",
            label: "Another Exigo, such as a sandbox or the real one after it",
            helpText:
              "It has none of what was written so far. Every member’s whole balance is written there.",
          },
        ]}
      />
    </Card>
  );
}
