import { Box, Button, TextField } from "@shopify/polaris";

interface MemberSearchProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onClear: () => void;
  readonly isLoading: boolean;
}

/** The field above the list of members; Enter or the button starts the search. */
export function MemberSearch({ text, onChange, onClear, isLoading }: MemberSearchProps) {
  return (
    <Box padding="300" borderBlockEndWidth="025" borderColor="border-secondary">
      <TextField
        name="search"
        label="Search members"
        labelHidden
        placeholder="Name, email or Exigo number"
        value={text}
        onChange={onChange}
        clearButton
        onClearButtonClick={onClear}
        autoComplete="off"
        connectedRight={
          <Button submit loading={isLoading}>
            Search
          </Button>
        }
      />
    </Box>
  );
}
