-- AlterTable
ALTER TABLE "sync_links" ADD COLUMN     "remote_line" BYTEA;
