'use client';

import { Button, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { DownloadButton } from '../common/download-button';
import { AllowHint } from './allow-hint';
import { ManualValues } from './manual-values';
import classes from './provisioning.module.css';
import { QrCode } from './qr-code';
import type { Provisioning } from './types';

interface Props {
  /** Null while it is fetched. */
  provisioning: Provisioning | null;
  /** Where the same is to be had as a file. */
  fileHref: string;
  topic: string;
}

/** Three ways to bring the settings to the phone: by code or link, as a file, or by hand. */
export function Transfer({ provisioning, fileHref, topic }: Props) {
  const t = useTranslations('provisioning.tabs');
  return (
    <Tabs defaultValue="scan" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="scan">{t('scan')}</Tabs.Tab>
        <Tabs.Tab value="file">{t('file')}</Tabs.Tab>
        <Tabs.Tab value="values">{t('values')}</Tabs.Tab>
      </Tabs.List>
      <div className={classes.panels}>
        <Tabs.Panel value="scan">
          <Scan link={provisioning?.link ?? null} />
        </Tabs.Panel>
        <Tabs.Panel value="file">
          <File href={fileHref} />
        </Tabs.Panel>
        <Tabs.Panel value="values">
          {provisioning ? <ManualValues configuration={provisioning.configuration} topic={topic} /> : <Skeleton h={320} />}
        </Tabs.Panel>
      </div>
    </Tabs>
  );
}

function Scan({ link }: { link: string | null }) {
  const t = useTranslations('provisioning.scan');
  return (
    <div className={classes.columns}>
      <Stack gap="md" align="flex-start">
        <AllowHint />
        <Text size="sm">{t('text')}</Text>
        <Button
          component="a"
          href={link ?? undefined}
          disabled={!link}
          variant="light"
          leftSection={<IconDeviceMobile size={18} aria-hidden />}
        >
          {t('open')}
        </Button>
      </Stack>
      {link ? <QrCode text={link} label={t('qrLabel')} /> : <Skeleton className={classes.qr} />}
    </div>
  );
}

function File({ href }: { href: string }) {
  const t = useTranslations('provisioning.file');
  return (
    <Stack gap="md" align="flex-start">
      <AllowHint />
      <Text size="sm">{t('text')}</Text>
      <DownloadButton href={href} variant="light">
        {t('download')}
      </DownloadButton>
      <Text size="sm" c="dimmed">
        {t('secret')}
      </Text>
    </Stack>
  );
}
