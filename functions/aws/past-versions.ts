import { DeleteObjectsCommand, ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, type ObjectIdentifier, type S3Client } from '@aws-sdk/client-s3';

/** What S3 takes in one DeleteObjects. */
const mostAtOnce = 1000;

/**
 * Deletes every version and delete marker of that key which is not the present
 * one (https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html);
 * a present delete marker stays, as nothing can be read behind it any more.
 * Whoever writes the key meanwhile is in nobody's way: what is deleted was old
 * when it was listed, and is named by its version. One request after the other,
 * since S3 slows down who deletes faster. Rejects where S3 refuses to delete
 * one: it says so in an answer of 200.
 */
export async function forgetPast(client: S3Client, bucket: string, key: string): Promise<void> {
  // The list comes to its end before anything is deleted: its pages go on from a version.
  const past = await pastOf(client, bucket, key);
  for (let start = 0; start < past.length; start += mostAtOnce) {
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: past.slice(start, start + mostAtOnce), Quiet: true } }));
    const [first] = Errors;
    if (first) throw new Error(`${Errors.length} of the earlier versions of ${key} could not be deleted: ${first.Code}: ${first.Message}`);
  }
}

async function pastOf(client: S3Client, bucket: string, key: string): Promise<ObjectIdentifier[]> {
  const past: ObjectIdentifier[] = [];
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    const after = page && { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...after }));
    for (const { Key, VersionId, IsLatest } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key === key && IsLatest === false) past.push({ Key, VersionId });
    }
  } while (page.IsTruncated === true);
  return past;
}
