'use client';

import { Input, Tooltip } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useId } from 'react';
import { inkOn } from '@/components/map/initials';
import classes from './color-field.module.css';
import { ZONE_COLORS } from './palette';

interface ColorFieldProps {
  value: string;
  onChange: (color: string) => void;
}

/** One of the named colours, or the zone's own where the API gave it another. */
export function ColorField({ value, onChange }: ColorFieldProps) {
  const t = useTranslations('editor');
  const label = useId();
  const group = useId();
  const known = ZONE_COLORS.find((color) => color.value === value.toLowerCase());
  const swatches = [
    ...ZONE_COLORS.map((color) => ({ value: color.value as string, name: t(`colors.${color.name}`) })),
    ...(known ? [] : [{ value, name: t('colors.own', { value }) }]),
  ];
  return (
    <Input.Wrapper
      label={t('color')}
      labelElement="div"
      labelProps={{ id: label }}
      description={swatches.find((swatch) => swatch.value === value.toLowerCase())?.name ?? value}
      inputWrapperOrder={['label', 'description', 'input']}
    >
      <div role="radiogroup" aria-labelledby={label} className={classes.swatches}>
        {swatches.map((swatch) => (
          <Tooltip key={swatch.value} label={swatch.name}>
            <label
              className={classes.swatch}
              style={{ '--swatch': swatch.value, '--swatch-ink': inkOn(swatch.value) } as CSSProperties}
            >
              <input
                type="radio"
                name={group}
                aria-label={swatch.name}
                checked={swatch.value === value.toLowerCase()}
                onChange={() => onChange(swatch.value)}
              />
              {swatch.value === value.toLowerCase() && <IconCheck size={18} stroke={3} aria-hidden />}
            </label>
          </Tooltip>
        ))}
      </div>
    </Input.Wrapper>
  );
}
