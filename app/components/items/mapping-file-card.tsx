import { Banner, BlockStack, Button, ButtonGroup, Card, Text } from "@shopify/polaris";
import { useRef } from "react";

import { SimpleTable } from "../simple-table.tsx";

/** What came of a file of mappings. */
export type MappingFileAnswer =
  | {
      readonly ok: true;
      readonly changed: number;
      readonly unchanged: number;
      readonly refused: number;
      /** The refused rows, or as many as can be shown. */
      readonly rows: readonly { readonly line: number; readonly reason: string }[];
    }
  | { readonly ok: false; readonly message: string };

interface MappingFileCardProps {
  readonly isDownloading: boolean;
  readonly isUploading: boolean;
  readonly answer: MappingFileAnswer | null;
  readonly onDownload: () => void;
  readonly onUpload: (file: File) => void;
}

/** All mappings as one file, out and in. */
export function MappingFileCard(props: MappingFileCardProps) {
  const { isDownloading, isUploading, answer, onDownload, onUpload } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Many at once
          </Text>
          <Text as="p" tone="subdued">
            Download all variants, write item codes into the file, and upload it. A row without a code changes
            nothing; the state “not in Exigo” keeps its lines out.
          </Text>
        </BlockStack>
        <ButtonGroup>
          <Button onClick={onDownload} loading={isDownloading}>
            Download mappings
          </Button>
          <Button onClick={() => input.current?.click()} loading={isUploading}>
            Upload mappings
          </Button>
        </ButtonGroup>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          aria-label="File of mappings"
          hidden
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            // The same file may be chosen again.
            currentTarget.value = "";
            if (file) onUpload(file);
          }}
        />
        {answer === null ? null : <Answer answer={answer} />}
      </BlockStack>
    </Card>
  );
}

const whole = new Intl.NumberFormat("en");

function Answer({ answer }: { readonly answer: MappingFileAnswer }) {
  if (!answer.ok) {
    return (
      <Banner tone="critical">
        <p>{answer.message}.</p>
      </Banner>
    );
  }
  const { changed, unchanged, refused, rows } = answer;
  const hidden = refused - rows.length;
  return (
    <BlockStack gap="300">
      <Banner tone={refused === 0 ? "success" : "warning"}>
        <p>{`${whole.format(changed)} changed, ${whole.format(unchanged)} as before, ${whole.format(refused)} refused.`}</p>
      </Banner>
      {rows.length === 0 ? null : (
        <div
          style={{ maxHeight: "24rem", overflowY: "auto" }}
          role="region"
          aria-label="Refused rows"
          tabIndex={0}
        >
          <SimpleTable
            caption="Refused rows"
            columns={[{ heading: "Line", numeric: true }, { heading: "Why it was refused" }]}
            rows={rows.map(({ line, reason }) => ({ key: line, cells: [whole.format(line), reason] }))}
          />
        </div>
      )}
      {hidden > 0 ? (
        <Text as="p" tone="subdued">{`${whole.format(hidden)} more rows were refused.`}</Text>
      ) : null}
    </BlockStack>
  );
}
