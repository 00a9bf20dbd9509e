import { CreateBucketCommand, GetObjectCommand, ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';
import { testRegion } from '../aws/emulator.ts';

/** A bucket that keeps versions, as the deployed one does. */
export async function versionedBucket(s3: S3Client, bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: testRegion } }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
}

export interface Listed {
  readonly key: string;
  readonly isLatest: boolean;
  /** Undefined where it is a delete marker. */
  readonly id: string | undefined;
}

/** Every version and delete marker of every object. */
export async function listVersions(s3: S3Client, bucket: string): Promise<Listed[]> {
  const found: Listed[] = [];
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, ...(page && { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }) }));
    for (const { Key, VersionId, IsLatest } of page.Versions ?? []) found.push({ key: Key!, isLatest: IsLatest === true, id: VersionId! });
    for (const { Key, IsLatest } of page.DeleteMarkers ?? []) found.push({ key: Key!, isLatest: IsLatest === true, id: undefined });
  } while (page.IsTruncated === true);
  return found;
}

/** The same, with what each version holds. */
export async function allVersions(s3: S3Client, bucket: string): Promise<{ key: string; isLatest: boolean; body: string | undefined }[]> {
  const listed = await listVersions(s3, bucket);
  return Promise.all(listed.map(async ({ key, isLatest, id }) => ({ key, isLatest, body: id === undefined ? undefined : await bodyOf(s3, bucket, key, id) })));
}

async function bodyOf(s3: S3Client, bucket: string, key: string, id: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: id }));
  return Body!.transformToString();
}
