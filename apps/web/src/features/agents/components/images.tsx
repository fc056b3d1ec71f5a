import { Dialog } from "@base-ui/react/dialog";
import type { TurnImage } from "@signalbox/contract/agent-images";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { wordsOfImage } from "../image-marks.ts";
import { imageQuery } from "../image-queries.ts";
import "./images.css";

interface ImagesProps {
  agentId: string;
  images: readonly TurnImage[];
}

/** Images where they were pasted or answered: small, and whole by a press. */
export const Images = ({ agentId, images }: ImagesProps) =>
  images.length === 0 ? null : (
    <ul className="images" aria-label="Images">
      {images.map((image) => (
        <li key={image.hash}>
          {image.kept ? <Kept agentId={agentId} image={image} /> : <NotKept image={image} />}
        </li>
      ))}
    </ul>
  );

const NotKept = ({ image }: { image: TurnImage }) => (
  <span className="image image--missing small ink3">
    {image.mediaType === null ? "Image" : "Image: "}
    {image.mediaType === null ? wordsOfImage(image).slice("image".length) : wordsOfImage(image)}, not kept
  </span>
);

const Kept = ({ agentId, image }: { agentId: string; image: TurnImage }) => {
  const { data, isFetching, isError, refetch } = useQuery(imageQuery(agentId, image.hash));
  const [open, setOpen] = useState(false);
  if (isError && !isFetching) return <NotLoaded image={image} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading image={image} />;
  return (
    <>
      <button
        type="button"
        className="image"
        aria-label={`Open the image: ${wordsOfImage(image)}`}
        onClick={() => setOpen(true)}
      >
        <img src={data} alt="" />
      </button>
      {open ? <Whole source={data} words={wordsOfImage(image)} onClose={() => setOpen(false)} /> : null}
    </>
  );
};

const Loading = ({ image }: { image: TurnImage }) => (
  <span className="image image--waiting small ink3" role="status">
    Loading {wordsOfImage(image)}
  </span>
);

const NotLoaded = ({ image, onRetry }: { image: TurnImage; onRetry: () => void }) => (
  <span className="image image--missing small ink3" role="alert">
    Image: {wordsOfImage(image)}, could not be loaded
    <button type="button" className="btn btn--quiet" onClick={onRetry}>
      Try again
    </button>
  </span>
);

const Whole = ({ source, words, onClose }: { source: string; words: string; onClose: () => void }) => (
  <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <Dialog.Backdrop className="scrim" />
      <Dialog.Popup className="dialog dialog--image">
        <div className="panel__head">
          <Dialog.Title>Image</Dialog.Title>
          <span className="small ink3 num">{words}</span>
          <Dialog.Close className="btn btn--quiet push">Close</Dialog.Close>
        </div>
        <img className="image__whole" src={source} alt="What was pasted or answered, whole" />
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);
