import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect } from "react";

/** What a form in a modal is answered; a refusal says more than this. */
type ModalAnswer = { readonly ok: true; readonly message: string } | { readonly ok: false };

/** The answer to show, none while a new one is awaited. A success is told in passing and closes the modal. */
export function useModalAnswer<Answer extends ModalAnswer>(
  data: Answer | undefined,
  isBusy: boolean,
  onClose: () => void,
): Answer | undefined {
  const shopify = useAppBridge();
  const answer = isBusy ? undefined : data;
  useEffect(() => {
    if (!answer?.ok) return;
    shopify.toast.show(answer.message);
    onClose();
  }, [answer, onClose, shopify]);
  return answer;
}
